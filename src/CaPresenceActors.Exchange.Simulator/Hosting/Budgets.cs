using System.Collections.Concurrent;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Counts the requests that run at one time in each budget.</summary>
internal sealed class Budgets(int concurrency)
{
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a place in a budget, to be given back by <see cref="Leave"/>; false when it is used up.</summary>
    public bool TryEnter(string budget)
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
