using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Storage.Tests.Killing;

/// <summary>
/// The process that is killed: recovers its actors from the journal and appends for all of them as fast as it can, with snapshots. Every acknowledged append is a line on the standard output.
/// </summary>
internal sealed class Appender(IJournal journal, Stream output, Random random) : IRecoveryReader
{
    public const string Verb = "append-until-killed";

    private readonly Dictionary<string, ScriptedActor> _actors = Script.Actors.ToDictionary(id => id, id => new ScriptedActor(id));

    public static async Task<int> RunAsync(string file, int seed)
    {
        await using var journal = await SqliteJournal.OpenAsync(new SqliteJournalOptions { File = file, CheckpointWhenIdle = 1 << 16, CheckpointAlways = 1 << 18 }, TimeProvider.System);
        await using var output = Console.OpenStandardOutput();
        var appender = new Appender(journal, output, new Random(seed));
        await journal.RecoverAsync(appender, CancellationToken.None);
        appender.Print("ready");
        foreach (var actor in appender._actors.Values)
        {
            appender.AppendNext(actor);
        }

        // Nobody writes to it: the read ends when the test that started this process is gone.
        await using var input = Console.OpenStandardInput();
        _ = await input.ReadAsync(new byte[1]);
        return 0;
    }

    public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload)
    {
        var actor = _actors[persistenceId];
        (actor.Sequence, actor.Position, actor.SnapshotPosition) = (sequence, position, position);
    }

    public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload) => _actors[persistenceId].Append = Script.AppendOf(payload);

    public void Event(JournalEntry entry)
    {
        var actor = _actors[entry.PersistenceId];
        (actor.Sequence, actor.Position) = (entry.Sequence, entry.Position);
    }

    private void AppendNext(ScriptedActor actor) => journal.Append(new ScriptedAppend(actor, Completed));

    // On the journal's thread, so no two at a time.
    private void Completed(ScriptedActor actor, long firstPosition)
    {
        Print(string.Create(CultureInfo.InvariantCulture, $"{actor.PersistenceId} {actor.Append} {firstPosition}"));
        if (actor.Position > 0 && random.Next(10) == 0)
        {
            journal.SaveSnapshot(new SnapshotRequest(
                actor.PersistenceId, actor.Sequence, actor.Position, Encoding.UTF8.GetBytes(actor.Append.ToString(CultureInfo.InvariantCulture)), Saved));
        }

        AppendNext(actor);
    }

    private void Saved(SnapshotRequest request, bool saved)
    {
        if (saved)
        {
            _actors[request.PersistenceId].SnapshotPosition = request.Position;
            journal.CoverBySnapshots(_actors.Values.Min(actor => actor.SnapshotPosition == actor.Position ? journal.Head : actor.SnapshotPosition));
        }
    }

    private void Print(string line) => output.Write(Encoding.UTF8.GetBytes(line + "\n"));
}

/// <summary>An actor that follows the script.</summary>
internal sealed class ScriptedActor(string persistenceId)
{
    public string PersistenceId => persistenceId;

    /// <summary>Its newest append that is on the disk.</summary>
    public int Append { get; set; }

    public long Sequence { get; set; }

    public long Position { get; set; }

    public long SnapshotPosition { get; set; }
}

/// <summary>The next append of an actor.</summary>
internal sealed class ScriptedAppend : AppendRequest
{
    private readonly ScriptedActor _actor;
    private readonly Action<ScriptedActor, long> _completed;
    private readonly JournalEvent[] _events;
    private readonly DocumentWrite[] _documents;

    public ScriptedAppend(ScriptedActor actor, Action<ScriptedActor, long> completed)
    {
        _actor = actor;
        _completed = completed;
        (_events, var document) = Script.Append(actor.PersistenceId, actor.Append + 1);
        _documents = [document];
        FirstSequence = actor.Sequence + 1;
        PreviousPosition = actor.Position;
        RecordedAt = TimeProvider.System.GetUtcNow();
    }

    public override string PersistenceId => _actor.PersistenceId;

    public override long FirstSequence { get; }

    public override long PreviousPosition { get; }

    public override DateTimeOffset RecordedAt { get; }

    public override ReadOnlySpan<JournalEvent> Events => _events;

    public override ReadOnlySpan<DocumentWrite> Documents => _documents;

    public override void Completed(long firstPosition)
    {
        _actor.Append++;
        if (_events.Length > 0)
        {
            _actor.Sequence += _events.Length;
            _actor.Position = firstPosition + _events.Length - 1;
        }

        _completed(_actor, firstPosition);
    }

    public override void Failed(JournalException reason) => Environment.FailFast("The storage failed in a test that only kills.", reason);
}
