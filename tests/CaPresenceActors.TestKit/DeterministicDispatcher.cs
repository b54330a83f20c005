using CaPresenceActors.Kernel;

namespace CaPresenceActors.TestKit;

/// <summary>Runs actors on the test's own thread, when the test says so: in the order in which they were scheduled, or, with a seed, in a random order that the seed repeats.</summary>
public sealed class DeterministicDispatcher(int? seed = null) : Dispatcher
{
    // A test that never comes to rest should fail, not hang.
    private const int MostTurns = 10_000_000;
    private readonly Lock _gate = new();
    private readonly List<IThreadPoolWorkItem> _ready = [];
    private readonly Random? _random = seed is { } value ? new Random(value) : null;
    private int _next;

    /// <summary>Others get their turn after a single message, so that tests see as many interleavings as possible.</summary>
    public override int Throughput => 1;

    /// <summary>How many turns have been run.</summary>
    public long Turns { get; private set; }

    /// <summary>Completed by the next scheduling.</summary>
    internal TaskCompletionSource Scheduled { get; private set; } = NewSignal();

    public override void Schedule(IThreadPoolWorkItem work)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _ready.Add(work);
            signal = Scheduled;
        }

        signal.TrySetResult();
    }

    /// <summary>Runs until nobody has anything to do.</summary>
    public void RunUntilIdle()
    {
        lock (_gate)
        {
            if (Scheduled.Task.IsCompleted)
            {
                Scheduled = NewSignal();
            }
        }

        for (var turns = 0; Take() is { } work; turns++)
        {
            if (turns == MostTurns)
            {
                throw new InvalidOperationException($"The actors did not come to rest within {MostTurns} turns. Do two of them answer each other for ever?");
            }

            Run(work);
        }
    }

    /// <summary>Runs one turn of one actor; false when nobody has anything to do.</summary>
    public bool RunOne()
    {
        if (Take() is not { } work)
        {
            return false;
        }

        Run(work);
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run(IThreadPoolWorkItem work)
    {
        Turns++;
        work.Execute();
    }

    private IThreadPoolWorkItem? Take()
    {
        lock (_gate)
        {
            if (_next == _ready.Count)
            {
                _ready.Clear();
                _next = 0;
                return null;
            }

            if (_random is not null)
            {
                var chosen = _random.Next(_next, _ready.Count);
                (_ready[_next], _ready[chosen]) = (_ready[chosen], _ready[_next]);
            }

            return _ready[_next++];
        }
    }
}
