using System.Collections.Frozen;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Where the newest entry of some persistent actors stands: from there, each entry names the one before it.</summary>
/// <remarks>Hears of every commit on the journal's thread; read from any.</remarks>
internal sealed class NewestEntries(IJournal journal, IEnumerable<string> persistenceIds) : IJournalObserver
{
    private readonly FrozenDictionary<string, Newest> _newest = persistenceIds.ToFrozenDictionary(id => id, _ => new Newest(), StringComparer.Ordinal);

    public void Committed(ReadOnlySpan<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (_newest.TryGetValue(entry.PersistenceId, out var newest))
            {
                newest.Raise(entry.Position);
            }
        }
    }

    /// <summary>Position of the newest entry of an actor; 0 when it never had one. Asked for the first time in the life of this process, the journal is searched for it.</summary>
    public async ValueTask<long> OfAsync(string persistenceId, CancellationToken cancellation)
    {
        var newest = _newest[persistenceId];
        if (!newest.IsKnown)
        {
            var search = new Search();
            await journal.RecoverAsync(persistenceId, lastPosition: null, search, cancellation);
            newest.Raise(search.Position);
        }

        return newest.Position;
    }

    /// <summary>An actor itself has said where its newest entry stands.</summary>
    public void Know(string persistenceId, long position) => _newest[persistenceId].Raise(position);

    private sealed class Newest
    {
        private long _position = -1;

        public bool IsKnown => Volatile.Read(ref _position) >= 0;

        public long Position => Volatile.Read(ref _position);

        public void Raise(long position)
        {
            var known = Volatile.Read(ref _position);
            while (known < position && Interlocked.CompareExchange(ref _position, position, known) is var seen && seen != known)
            {
                known = seen;
            }
        }
    }

    private sealed class Search : IRecoveryReader
    {
        public long Position { get; private set; }

        public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload) => Position = Math.Max(Position, position);

        public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload)
        {
            // Only where events stand is asked for.
        }

        public void Event(JournalEntry entry) => Position = Math.Max(Position, entry.Position);
    }
}
