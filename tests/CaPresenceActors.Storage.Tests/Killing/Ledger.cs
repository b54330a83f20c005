using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Killing;

/// <summary>What was acknowledged, held against what a journal has.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, int> _acknowledged = Script.Actors.ToDictionary(id => id, _ => 0);
    private readonly Dictionary<(string, int), long> _positions = [];

    public int Acknowledgements { get; private set; }

    /// <summary>Takes a line of the process: actor, append, position of its first event.</summary>
    public void Acknowledge(string line)
    {
        var parts = line.Split(' ');
        var append = int.Parse(parts[1], CultureInfo.InvariantCulture);
        append.ShouldBe(_acknowledged[parts[0]] + 1, "the process skipped or repeated an append: its own recovery was wrong");
        _acknowledged[parts[0]] = append;
        _positions[(parts[0], append)] = long.Parse(parts[2], CultureInfo.InvariantCulture);
        Acknowledgements++;
    }

    /// <summary>Checks a whole journal.</summary>
    public async Task CheckAsync(IJournal journal)
    {
        var entries = await journal.ReadAsync(0, int.MaxValue, CancellationToken.None);
        var found = new Found();
        await journal.RecoverAsync(found, CancellationToken.None);

        entries.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, entries.Count).Select(i => (long)i), "positions have a hole or a double");
        journal.Head.ShouldBe(entries.Count);
        foreach (var actor in Script.Actors)
        {
            Check(actor, [.. entries.Where(entry => entry.PersistenceId == actor)], found);
        }
    }

    private void Check(string actor, JournalEntry[] entries, Found found)
    {
        var reading = found.Readings.GetValueOrDefault(actor);
        var last = reading is null ? 0 : Script.AppendOf(Encoding.UTF8.GetBytes(reading));

        // One append may have reached the disk without its process living long enough to say so.
        last.ShouldBeInRange(_acknowledged[actor], _acknowledged[actor] + 1, $"{actor}: what was acknowledged is missing");
        if (reading is not null)
        {
            reading.ShouldBe(Script.Reading(actor, last));
        }

        var expected = Enumerable.Range(1, last).SelectMany(append => Script.Events(actor, append)).ToArray();
        entries.Select(entry => Encoding.UTF8.GetString(entry.Payload.Span)).ShouldBe(expected, $"{actor}: events do not match its document");
        entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, entries.Length).Select(i => (long)i), $"{actor}: a hole in its sequence");
        entries.Select(entry => entry.Previous).ShouldBe([.. entries.Take(entries.Length - 1).Select(entry => entry.Position).Prepend(0).Take(entries.Length)], $"{actor}: a wrong link");
        CheckPositions(actor, entries, last);

        var (sequence, position) = found.Snapshots.GetValueOrDefault(actor);
        if (sequence > 0)
        {
            entries[sequence - 1].Position.ShouldBe(position, $"{actor}: its snapshot is of another event");
        }

        found.Tails.GetValueOrDefault(actor, []).ShouldBe(entries.Skip((int)sequence).Select(Lines.Of), $"{actor}: recovery does not go on where the snapshot ends");
    }

    private void CheckPositions(string actor, JournalEntry[] entries, int last)
    {
        var next = 0;
        for (var append = 1; append <= last; append++)
        {
            var count = Script.Events(actor, append).Length;
            if (count > 0 && _positions.TryGetValue((actor, append), out var position))
            {
                entries[next].Position.ShouldBe(position, $"{actor}: append {append} is not where it was acknowledged");
            }

            next += count;
        }

        // The next process does not know that an unacknowledged append exists until it recovers; it goes on from it.
        _acknowledged[actor] = last;
    }

    private sealed class Found : IRecoveryReader
    {
        public Dictionary<string, (long Sequence, long Position)> Snapshots { get; } = [];

        public Dictionary<string, string> Readings { get; } = [];

        public Dictionary<string, List<string>> Tails { get; } = [];

        public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload) => Snapshots.Add(persistenceId, (sequence, position));

        public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload)
        {
            key.ShouldBe(Script.Document);
            Readings.Add(persistenceId, Encoding.UTF8.GetString(payload));
        }

        public void Event(JournalEntry entry)
        {
            if (!Tails.TryGetValue(entry.PersistenceId, out var tail))
            {
                tail = [];
                Tails.Add(entry.PersistenceId, tail);
            }

            tail.Add(Lines.Of(entry));
        }
    }
}
