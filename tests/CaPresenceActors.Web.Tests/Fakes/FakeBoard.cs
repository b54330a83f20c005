using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CaPresenceActors.Actors.Board;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>A board in memory that keeps the contract: no gap between catching up and going on, bounded queues, reset where it cannot go on.</summary>
internal sealed class FakeBoard : IPresenceBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, PresenceView> _rows = new(StringComparer.Ordinal);
    private readonly List<PresenceChangeView> _journal = [];
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public long Position { get; private set; }

    /// <summary>Position of the oldest change that can still be caught up with.</summary>
    public long Oldest { get; set; } = 1;

    /// <summary>How many pieces may wait for a subscriber.</summary>
    public int QueueLength { get; set; } = 1024;

    public int Count => _rows.Count;

    public int Subscribers => _subscriptions.Count;

    public IReadOnlyList<PresenceChangeView> Journal => _journal;

    public PresenceView? Find(string extension)
    {
        lock (_gate)
        {
            return _rows.GetValueOrDefault(extension);
        }
    }

    public BoardView View()
    {
        lock (_gate)
        {
            return new BoardView(Position, [.. _rows.Values]);
        }
    }

    public IChangeSubscription Subscribe(long? after)
    {
        lock (_gate)
        {
            var subscription = new Subscription(this, QueueLength);
            if (after < Oldest - 1 || after > Position)
            {
                subscription.Offer(new ChangePiece.Reset(View()));
            }
            else if (after is { } known && _journal.FindAll(change => change.Position > known) is { Count: > 0 } missed)
            {
                subscription.Offer(Encode(missed));
            }

            _subscriptions.Add(subscription);
            Tell();
            return subscription;
        }
    }

    /// <summary>Completes when there are this many subscribers.</summary>
    public Task WhenSubscribers(int count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            Tell();
            return reached.Task;
        }
    }

    /// <summary>Puts rows on the board, and the changes among them into the stream, at the next position.</summary>
    public long Show(PresenceView row, Func<long, PresenceChangeView?> change)
    {
        lock (_gate)
        {
            _rows[row.Extension] = row;
            Position++;
            if (change(Position) is { } made)
            {
                _journal.Add(made);
                Offer(Encode([made]));
            }

            return Position;
        }
    }

    /// <summary>Marks a row without taking a position, as freshness does.</summary>
    public void Mark(PresenceView row)
    {
        lock (_gate)
        {
            _rows[row.Extension] = row;
        }
    }

    public void Remove(string extension)
    {
        lock (_gate)
        {
            _rows.Remove(extension);
            Position++;
        }
    }

    /// <summary>Offers a piece to all subscribers as it is.</summary>
    public void Offer(ChangePiece piece)
    {
        lock (_gate)
        {
            _subscriptions.ForEach(subscription => subscription.Offer(piece));
        }
    }

    /// <summary>Does to all subscribers what a full queue does: they get what waits for them, and then no more.</summary>
    public void CutOffEverybody()
    {
        lock (_gate)
        {
            _subscriptions.ForEach(subscription => subscription.CutOff());
        }
    }

    private static ChangePiece.Changes Encode(List<PresenceChangeView> changes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        changes.ForEach(change => ChangeJson.WriteSse(bytes, change));
        return new ChangePiece.Changes(changes[^1].Position, changes.Count, bytes.WrittenMemory);
    }

    private void Tell() => _waiting.FindAll(w => w.Count == _subscriptions.Count).ForEach(w => w.Reached.TrySetResult());

    private void Leave(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
            Tell();
        }
    }

    private sealed class Subscription(FakeBoard board, int queueLength) : IChangeSubscription
    {
        private readonly Channel<ChangePiece> _queue = Channel.CreateBounded<ChangePiece>(queueLength);

        public void Offer(ChangePiece piece)
        {
            if (!_queue.Writer.TryWrite(piece))
            {
                CutOff();
            }
        }

        public void CutOff() => _queue.Writer.TryComplete(new SlowSubscriberException(queueLength));

        public async IAsyncEnumerable<ChangePiece> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var piece in _queue.Reader.ReadAllAsync(cancellation))
            {
                yield return piece;
            }
        }

        public ValueTask DisposeAsync()
        {
            board.Leave(this);
            return ValueTask.CompletedTask;
        }
    }
}
