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

    /// <summary>Up to where all are covered; <see cref="long.MaxValue"/> when nobody lacks anything.</summary>
    public Task<long> Covered => _covered.Task;

    public void Begin()
    {
        if (cells.Count == 0)
        {
            _covered.SetResult(long.MaxValue);
            return;
        }

        for (var i = 0; i < AskedTogether; i++)
        {
            AskNext();
        }
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
            AskNext();
        }
    }

    private void AskNext()
    {
        ActorCell? next;
        lock (_unasked)
        {
            _unasked.TryDequeue(out next);
        }

        next?.Send(new SweepRequest(this));
    }
}
