namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Counts what is open, and lets somebody wait until a number is reached.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly List<(int Number, TaskCompletionSource Reached)> _waiters = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(int change)
    {
        lock (_lock)
        {
            _count += change;
            foreach (var waiter in _waiters.Where(w => w.Number == _count))
            {
                waiter.Reached.SetResult();
            }

            _waiters.RemoveAll(w => w.Number == _count);
        }
    }

    /// <summary>Ends when the count is this number.</summary>
    public Task ReachesAsync(int number, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_count == number)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((number, reached));
            return reached.Task.WaitAsync(cancellation);
        }
    }
}
