using System.Collections.Concurrent;

namespace CaPresenceActors.Kernel;

/// <summary>
/// Where work that comes from outside the thread pool stands in line. The timers and the journal bring 100,000 pieces at once; were each of them in the pool's own queue, all else that the pool has to do, such as a subscriber's
/// next write, would come after the last of them. The whole line takes one place there, and after a few pieces a new one at the end.
/// </summary>
/// <remarks>Whoever begins with the line asks for one more thread before it works: a piece that takes its time holds nobody back, and all processors help.</remarks>
internal sealed class WorkLine : IThreadPoolWorkItem
{
    private const int PiecesInTurn = 64;
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _waiting = new();

    // Whether a place in the pool's queue is taken. 1: yes.
    private int _hasPlace;

    public void Add(IThreadPoolWorkItem work)
    {
        _waiting.Enqueue(work);
        TakePlace();
    }

    public void Execute()
    {
        Interlocked.Exchange(ref _hasPlace, 0);
        if (!_waiting.TryDequeue(out var work))
        {
            return;
        }

        TakePlaceIfAnyWaits();
        work.Execute();
        for (var left = PiecesInTurn - 1; left > 0 && _waiting.TryDequeue(out work); left--)
        {
            work.Execute();
        }

        TakePlaceIfAnyWaits();
    }

    private void TakePlaceIfAnyWaits()
    {
        if (!_waiting.IsEmpty)
        {
            TakePlace();
        }
    }

    private void TakePlace()
    {
        if (Interlocked.Exchange(ref _hasPlace, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
