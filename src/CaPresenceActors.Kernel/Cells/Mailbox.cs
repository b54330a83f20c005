namespace CaPresenceActors.Kernel.Cells;

/// <summary>
/// The mailbox that every cell is: a stack onto which any thread pushes (the inbox) and a queue which only the running cell touches. The cell takes the whole
/// inbox at once, turns it round, and has the messages in order.
/// </summary>
/// <remarks>
/// <para>The inbox is one field which also says whether the cell is scheduled: <see cref="Idle"/> (nothing waits, nobody runs; who pushes schedules the cell),
/// a node or null (the cell is scheduled or runs), <see cref="Closed"/> (the cell has stopped). So a message costs one node and one compare-and-swap, an idle
/// actor costs nothing but this object, and a cell is never scheduled twice.</para>
/// <para><b>Bounds.</b> A user message that finds the mailbox full is not delivered: it becomes a dead letter (<see cref="DeadLetterReason.MailboxFull"/>), and who asked gets
/// a <see cref="MailboxFullException"/>. What waits is the inbox, the queue and the stash. While the cell runs, senders know the queue's share only
/// as of its last report, so the bound is off by at most what comes and is handled meanwhile; at rest it is exact. The kernel's own messages, timers and the journal's answers are never refused.</para>
/// </remarks>
internal abstract class Mailbox : IThreadPoolWorkItem
{
    private static readonly Node Idle = new Mark();
    private static readonly Node Closed = new Mark();

    private Node? _inbox = Idle;

    /// <summary>User messages taken from the inbox and not handled yet, as of the end of the cell's last turn.</summary>
    private int _backlog;

    private protected enum Push
    {
        Done,
        Full,
        Stopped,
    }

    /// <summary>How many user messages stand in the inbox. Read from any thread.</summary>
    protected int InboxDepth => Volatile.Read(ref _inbox)?.Depth ?? 0;

    public bool IsClosed => Volatile.Read(ref _inbox) == Closed;

    public abstract void Execute();

    protected abstract void Schedule();

    private protected bool HasMail => Volatile.Read(ref _inbox) is not null;

    /// <summary>Puts a node into the inbox. Any thread.</summary>
    private protected Push TryPush(Node node, int own, int bound)
    {
        var newest = Volatile.Read(ref _inbox);
        while (true)
        {
            if (newest is null || newest == Idle)
            {
                node.Next = null;
                node.Depth = own;
            }
            else if (newest == Closed)
            {
                return Push.Stopped;
            }
            else
            {
                node.Next = newest;
                node.Depth = newest.Depth + own;
            }

            if (node.Depth > bound - _backlog && bound != int.MaxValue)
            {
                return Push.Full;
            }

            var found = Interlocked.CompareExchange(ref _inbox, node, newest);
            if (found == newest)
            {
                break;
            }

            newest = found;
        }

        if (newest == Idle)
        {
            Schedule();
        }

        return Push.Done;
    }

    /// <summary>Takes all that is in the inbox, oldest first. Only the running cell.</summary>
    private protected Node? TakeInbox(out Node? newest)
    {
        newest = Interlocked.Exchange(ref _inbox, null);
        return TurnRound(newest);
    }

    /// <summary>Says what still waits, for bounds and inspection. Only the running cell.</summary>
    private protected void Report(int backlog) => Volatile.Write(ref _backlog, backlog);

    /// <summary>Ends the cell's turn if nothing has come meanwhile. From then on another thread may run it.</summary>
    private protected bool TryRest() => Interlocked.CompareExchange(ref _inbox, Idle, null) is null;

    /// <summary>Takes no more messages. Returns the last ones, oldest first.</summary>
    private protected Node? Close() => TurnRound(Interlocked.Exchange(ref _inbox, Closed));

    private static Node? TurnRound(Node? newest)
    {
        Node? oldest = null;
        while (newest is not null)
        {
            var before = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = before;
        }

        return oldest;
    }

    private sealed class Mark() : Node(isSystem: true);
}
