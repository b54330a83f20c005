using System.Collections.Concurrent;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Counts the requests that run at one time in each budget.</summary>
internal sealed class Budgets
{
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a place in a budget, to be given back by <see cref="Leave"/>; false when it is used up.</summary>
    public bool TryEnter(string budget, int concurrency)
    {
        if (_running.AddOrUpdate(budget, 1, static (_, running) => running + 1) <= concurrency)
        {
            return true;
        }

        Leave(budget);
        return false;
    }

    public void Leave(string budget)
    {
        // A budget that nobody uses is forgotten, or a sweep over all mailboxes would leave one for each.
        if (_running.AddOrUpdate(budget, 0, static (_, running) => running - 1) == 0)
        {
            _running.TryRemove(new KeyValuePair<string, int>(budget, 0));
        }
    }
}

/// <summary>A place that a request has in a budget. It is given back once, by the request's end or before.</summary>
internal sealed class BudgetPlace(Budgets budgets, string payer) : IDisposable
{
    private int _left;

    public string Payer { get; } = payer;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            budgets.Leave(Payer);
        }
    }
}
