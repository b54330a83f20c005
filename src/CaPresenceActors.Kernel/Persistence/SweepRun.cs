using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>One sweep: asks a limited number of actors at a time, so that snapshots do not fill the memory, and finds up to which position all are covered.</summary>
/// <remarks>
/// A sweep that began by itself has time, and takes little of the processors: what made it begin may be a storm whose changes are still on their way, and the next boundary comes while it runs. When somebody waits
/// for it, it hurries.
/// </remarks>
internal sealed class SweepRun
{
    private const int AskedTogether = 512;
    private const int AskedAtOnce = 64;
    private const int Named = 10;

    /// <summary>Between one few and the next while nobody waits: 100,000 actors in 16 seconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly List<string> _uncovered = [];
    private readonly TaskCompletionSource<long> _covered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<ActorCell> _unasked;
    private ITimer? _pace;
    private bool _hurries;
    private bool _asks;
    private int _underWay;
    private int _unanswered;
    private long _lowest = long.MaxValue;

    public SweepRun(IReadOnlyCollection<ActorCell> cells)
    {
        (_unasked, _unanswered) = (new Queue<ActorCell>(cells), cells.Count);
        if (cells.Count == 0)
        {
            _covered.SetResult(long.MaxValue);
        }
    }

    /// <summary>Up to where all are covered; <see cref="long.MaxValue"/> when nobody lacks anything.</summary>
    public Task<long> Covered => _covered.Task;

    /// <summary>Some of those who gave no snapshot.</summary>
    public IReadOnlyCollection<string> Uncovered => _uncovered;

    /// <summary>Asks a few now and then.</summary>
    public void TakeTime(TimeProvider time)
    {
        lock (_unasked)
        {
            _pace = _unanswered == 0 ? null : time.CreateTimer(static run => ((SweepRun)run!).AskSome(), this, TimeSpan.Zero, Pause);
        }
    }

    /// <summary>Asks as fast as they answer, from now on.</summary>
    public void Hurry()
    {
        lock (_unasked)
        {
            _hurries = true;
            _pace?.Dispose();
        }

        AskAll();
    }

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
        bool hurries;
        lock (_unasked)
        {
            _lowest = Math.Min(_lowest, coveredUpTo);
            _underWay--;
            hurries = _hurries;
            if (--_unanswered == 0)
            {
                _pace?.Dispose();
                _covered.SetResult(_lowest);
                return;
            }
        }

        if (hurries)
        {
            AskAll();
        }
    }

    // Who has stopped answers before its request returns. It must not ask the next one then: thousands may have stopped, and the stack has an end.
    private void AskAll()
    {
        lock (_unasked)
        {
            if (_asks)
            {
                return;
            }

            _asks = true;
        }

        while (NextOrEnd() is { } next)
        {
            next.Send(new SweepRequest(this));
        }
    }

    private void AskSome()
    {
        for (var i = 0; i < AskedAtOnce && Next() is { } next; i++)
        {
            next.Send(new SweepRequest(this));
        }
    }

    private ActorCell? Next()
    {
        lock (_unasked)
        {
            if (_underWay >= AskedTogether || !_unasked.TryDequeue(out var next))
            {
                return null;
            }

            _underWay++;
            return next;
        }
    }

    private ActorCell? NextOrEnd()
    {
        lock (_unasked)
        {
            var next = Next();
            _asks = next is not null;
            return next;
        }
    }
}
