using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Audit;

/// <summary>The entries of one persistent actor, newest first, as far as they have not been pruned.</summary>
internal sealed class AuditChain(AuditSource source, IJournal journal, long position, int pieceSize)
{
    private readonly Queue<JournalEntry> _piece = new();

    public AuditSource Source => source;

    /// <summary>Where the next entry stands; 0 when there is no more.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Takes the next entry; null when it has been pruned, and all before it.</summary>
    public async ValueTask<JournalEntry?> TakeAsync(CancellationToken cancellation)
    {
        if (_piece.Count == 0)
        {
            foreach (var read in await journal.ReadBackAsync(source.PersistenceId, Position, pieceSize, cancellation))
            {
                _piece.Enqueue(read);
            }
        }

        if (!_piece.TryDequeue(out var entry))
        {
            End();
            return null;
        }

        Position = entry.Previous < journal.Oldest ? 0 : entry.Previous;
        return entry;
    }

    /// <summary>The entry that would be taken next, left where it is; null when there is none.</summary>
    public async ValueTask<JournalEntry?> PeekAsync(CancellationToken cancellation)
    {
        if (_piece.TryPeek(out var entry) || Position == 0)
        {
            return entry;
        }

        return await journal.ReadBackAsync(source.PersistenceId, Position, 1, cancellation) is [var next, ..] ? next : null;
    }

    /// <summary>Nothing more is wanted of it.</summary>
    public void End()
    {
        _piece.Clear();
        Position = 0;
    }
}
