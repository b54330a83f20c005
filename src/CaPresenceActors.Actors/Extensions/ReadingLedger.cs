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
                Timers.StartSingleTimer(typeof(ReadingLedgerMessage.Write), new ReadingLedgerMessage.Write(begun), OnTheirWay);
                break;

            case ReadingLedgerMessage.Write(var begun):
                PersistAll<object>([], [new DocumentWrite(StoredSweep.Key, board.ReadSince(begun).Encode())], applied: null);
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
}

/// <summary>What the ledger of readings can be told.</summary>
internal abstract record ReadingLedgerMessage
{
    private ReadingLedgerMessage()
    {
    }

    /// <summary>A sweep that began then has ended, and read at least one calendar.</summary>
    public sealed record SweepEnded(DateTimeOffset Begun) : ReadingLedgerMessage;

    /// <summary>Write down who was read since then and who was not.</summary>
    public sealed record Write(DateTimeOffset Begun) : ReadingLedgerMessage;

    /// <summary>Are you there? Replies <see cref="ReadingLedgerReady"/> when the board has what was written down.</summary>
    public sealed record GetReady : ReadingLedgerMessage;
}

/// <summary>The ledger has recovered.</summary>
internal sealed record ReadingLedgerReady;
