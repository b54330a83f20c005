using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>One sweep: asks a limited number of actors at a time, so that snapshots do not fill the memory, and finds up to which position all are covered.</summary>
internal sealed class SweepRun(IReadOnlyCollection<ActorCell> cells)
{
    private const int AskedTogether = 512;
    private const int Named = 10;
    private readonly List<string> _uncovered = [];
    private readonly TaskCompletionSource<long> _covered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<ActorCell> _unasked = new(cells);
    private int _unanswered = cells.Count;
    private long _lowest = long.MaxValue;
    private int _mayAsk;
    private bool _asking;

    /// <summary>Up to where all are covered; <see cref="long.MaxValue"/> when nobody lacks anything.</summary>
    public Task<long> Covered => _covered.Task;

    public void Begin()
    {
        if (cells.Count == 0)
        {
            _covered.SetResult(long.MaxValue);
            return;
        }

        Ask(AskedTogether);
    }

    /// <summary>Some of those who gave no snapshot.</summary>
    public IReadOnlyCollection<string> Uncovered => _uncovered;

    /// <summary>One actor has answered, and all of its events are covered.</summary>
    public void Covers() => Answered(long.MaxValue);

    /// <summary>One actor has answered that it cannot give a snapshot; its events are covered up to a position only.</summary>
    public void Lacks(string persistenceId, long coveredUpTo)
    {
        lock (_unasked)
        {
            if (_uncovered.Count < Named)
            {
                _uncovered.Add(persistenceId);
            }
        }

        Answered(coveredUpTo);
    }

    private void Answered(long coveredUpTo)
    {
        bool last;
        lock (_unasked)
        {
            _lowest = Math.Min(_lowest, coveredUpTo);
            last = --_unanswered == 0;
        }

        if (last)
        {
            _covered.SetResult(_lowest);
        }
        else
        {
            Ask(1);
        }
    }

    // Who has stopped answers within the question. So one loop asks, and answers that come meanwhile only let it go on: with every actor stopped, each answer would ask the next one on top of the stack.
    private void Ask(int more)
    {
        lock (_unasked)
        {
            _mayAsk += more;
            if (_asking)
            {
                return;
            }

            _asking = true;
        }

        while (Next() is { } cell)
        {
            cell.Send(new SweepRequest(this));
        }
    }

    private ActorCell? Next()
    {
        lock (_unasked)
        {
            if (_mayAsk > 0 && _unasked.TryDequeue(out var next))
            {
                _mayAsk--;
                return next;
            }

            _asking = false;
            return null;
        }
    }
}
