using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// One subscriber: first what it missed, from the journal; then it joins the live stream, and the part between the two is read from the journal too. Positions decide, so nothing comes twice and nothing is missed.
/// </summary>
internal sealed class ChangeSubscription(ChangeStream stream, IJournal journal, long? after, Func<BoardView> board) : IChangeSubscription
{
    private const int CatchUpPage = 2_000;

    private readonly long _from = after ?? stream.Published;

    private readonly Channel<ChangePiece.Changes> _queue = Channel.CreateBounded<ChangePiece.Changes>(
        new BoundedChannelOptions(ChangeStream.QueueLimit) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    public async IAsyncEnumerable<ChangePiece> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = _from;
        if (known < journal.Oldest - 1 || known > journal.Head)
        {
            var whole = board();
            known = whole.Position;
            yield return new ChangePiece.Reset(whole);
        }

        // A long absence is caught up before joining, so that the queue does not overflow meanwhile.
        var published = stream.Published;
        await foreach (var piece in CatchUpAsync(known, published, cancellation))
        {
            known = piece.Position;
            yield return piece;
        }

        known = Math.Max(known, published);
        var joined = stream.Join(this);
        await foreach (var piece in CatchUpAsync(known, joined, cancellation))
        {
            known = piece.Position;
            yield return piece;
        }

        known = Math.Max(known, joined);
        await foreach (var piece in _queue.Reader.ReadAllAsync(cancellation))
        {
            // The board of a reset may stand in the middle of a commit whose piece is still to come.
            if (piece.FirstPosition > known)
            {
                yield return piece;
                continue;
            }

            await foreach (var rest in CatchUpAsync(known, piece.Position, cancellation))
            {
                known = rest.Position;
                yield return rest;
            }

            known = Math.Max(known, piece.Position);
        }
    }

    public ValueTask DisposeAsync()
    {
        stream.Leave(this);
        _queue.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    internal void Offer(ChangePiece.Changes piece)
    {
        if (!_queue.Writer.TryWrite(piece))
        {
            // Full, or disposed of before it joined.
            _queue.Writer.TryComplete(new SlowSubscriberException(ChangeStream.QueueLimit));
            stream.Leave(this);
        }
    }

    internal void End()
    {
        stream.Leave(this);
        _queue.Writer.TryComplete();
    }

    private async IAsyncEnumerable<ChangePiece> CatchUpAsync(long from, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (from < upTo)
        {
            var entries = await journal.ReadAsync(from, CatchUpPage, cancellation);
            if (entries.Count == 0 || entries[0].Position != from + 1)
            {
                // Positions have no gaps: what lay between has been pruned meanwhile.
                yield return new ChangePiece.Reset(board());
                yield break;
            }

            var wanted = entries.TakeWhile(entry => entry.Position <= upTo).ToList();
            foreach (var piece in stream.Encode(wanted))
            {
                yield return piece;
            }

            from = wanted[^1].Position;
            if (entries.Count < CatchUpPage)
            {
                yield break;
            }
        }
    }
}
