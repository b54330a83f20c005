using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Extensions;

/// <summary>
/// Remembers over a restart when calendars were last read. It writes one document after each sweep that read something, so a crash costs at most one polling interval of what is known.
/// </summary>
public sealed class ReadingLedger(PresenceBoard board) : PersistentActor
{
    // The readings of a sweep are still on their way to their extensions when it has ended; who has not applied his counts as not read.
    private static readonly TimeSpan OnTheirWay = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _toWrite;

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Readings;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        if (message is RecoveredDocument { Key: StoredSweep.Key } document)
        {
            board.Remember(StoredSweep.Read(document, PersistenceId));
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case ReadingLedgerMessage.SweepEnded(var begun):
                _toWrite = begun;
                Timers.StartSingleTimer(typeof(ReadingLedgerMessage.Write), new ReadingLedgerMessage.Write(), OnTheirWay);
                break;

            case ReadingLedgerMessage.Write:
                Write(completed: null);
                break;

            case ReadingLedgerMessage.Finish:
                var replyTo = Sender;
                Write(() => replyTo.Tell(new ReadingLedgerReady()));
                break;

            case ReadingLedgerMessage.GetReady:
                Sender.Tell(new ReadingLedgerReady());
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Write(Action? completed)
    {
        var documents = _toWrite is { } begun ? [new DocumentWrite(StoredSweep.Key, board.ReadSince(begun).Encode())] : Array.Empty<DocumentWrite>();
        _toWrite = null;
        PersistAll<object>([], documents, applied: null, completed);
    }
}

/// <summary>What the ledger of readings can be told.</summary>
internal abstract record ReadingLedgerMessage
{
    private ReadingLedgerMessage()
    {
    }

    /// <summary>A sweep that began then has ended, and read at least one calendar.</summary>
    public sealed record SweepEnded(DateTimeOffset Begun) : ReadingLedgerMessage;

    /// <summary>Write down who was read in the last sweep and who was not, if that was not done yet.</summary>
    public sealed record Write : ReadingLedgerMessage;

    /// <summary>The engine stops: write now what would be written in a moment. Replies <see cref="ReadingLedgerReady"/> when it is on the disk.</summary>
    public sealed record Finish : ReadingLedgerMessage;

    /// <summary>Are you there? Replies <see cref="ReadingLedgerReady"/> when the board has what was written down.</summary>
    public sealed record GetReady : ReadingLedgerMessage;
}

/// <summary>The ledger has done what it was asked.</summary>
internal sealed record ReadingLedgerReady;
