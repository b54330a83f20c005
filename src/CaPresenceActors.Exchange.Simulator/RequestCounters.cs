namespace CaPresenceActors.Exchange.Simulator;

/// <summary>Counts requests by operation, and lets a test wait for the next one instead of looking again and again.</summary>
public sealed class RequestCounters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<Waiter> _waiters = [];

    /// <summary>All requests.</summary>
    public int Total
    {
        get
        {
            lock (_lock)
            {
                return _counts.Values.Sum();
            }
        }
    }

    /// <summary>The numbers of all operations that were asked for.</summary>
    public IReadOnlyDictionary<string, int> All
    {
        get
        {
            lock (_lock)
            {
                return new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>How many requests of an operation there were, such as <c>FindItem</c> or <c>GetUserAvailability</c>.</summary>
    public int Of(string operation)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(operation);
        }
    }

    /// <summary>Ends when there have been at least this many requests of an operation.</summary>
    public Task ReachesAsync(string operation, int count, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_counts.GetValueOrDefault(operation) >= count)
            {
                return Task.CompletedTask;
            }

            var waiter = new Waiter(operation, count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            return waiter.Reached.Task.WaitAsync(cancellation);
        }
    }

    internal void Count(string operation)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(operation) + 1;
            _counts[operation] = count;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Operation == operation && _waiters[i].Needed <= count)
                {
                    _waiters[i].Reached.SetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    private sealed record Waiter(string Operation, int Needed, TaskCompletionSource Reached);
}
