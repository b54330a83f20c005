using System.Collections.Immutable;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>What somebody has said so far, and a way to wait for what is said next.</summary>
internal sealed class Heard<T>(string by)
{
    /// <summary>How long a journey waits for anything; the machine that builds may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<T> _all = [];
    private readonly List<Waiter> _waiters = [];
    private string? _ended;

    public ImmutableArray<T> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void Add(T said)
    {
        lock (_lock)
        {
            _all.Add(said);
            foreach (var waiter in _waiters.Where(waiter => waiter.Which(said)).ToList())
            {
                _waiters.Remove(waiter);
                waiter.Found.SetResult(said);
            }
        }
    }

    /// <summary>Nothing more will be said; who waits hears why.</summary>
    public void End(string reason)
    {
        lock (_lock)
        {
            _ended ??= reason;
            _waiters.ForEach(waiter => waiter.Found.SetException(NotSaid(waiter.What, reason)));
            _waiters.Clear();
        }
    }

    /// <summary>The first that fits, said already or yet to come.</summary>
    /// <exception cref="TimeoutException">It was not said in time; the message tells everything that was.</exception>
    public async Task<T> FirstAsync(Func<T, bool> which, string what)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_all.Find(said => which(said)) is { } found)
            {
                return found;
            }

            if (_ended is not null)
            {
                throw NotSaid(what, _ended);
            }

            waiter = new Waiter(which, what, new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw NotSaid(what, $"not within {Patience.TotalSeconds} seconds");
        }
    }

    private TimeoutException NotSaid(string what, string reason) =>
        new($"{by} did not say what was waited for, {what}: {reason}. It said:{Environment.NewLine}{string.Join(Environment.NewLine, All)}");

    private sealed record Waiter(Func<T, bool> Which, string What, TaskCompletionSource<T> Found);
}
