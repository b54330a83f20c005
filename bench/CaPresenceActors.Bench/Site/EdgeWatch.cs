using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Bench.Site;

/// <summary>
/// Follows edges through the journal: when each was due, when it was decided (the append says), and when it was on the disk (the journal says so by calling). Nothing is added to the product for it.
/// </summary>
internal sealed class EdgeWatch : IJournalObserver
{
    private readonly CalendarPlan _plan;
    private readonly TimeProvider _clock;
    private readonly Round[] _rounds;

    public EdgeWatch(CalendarPlan plan, int extensions, TimeProvider clock)
    {
        (_plan, _clock) = (plan, clock);
        _rounds = [.. Enumerable.Range(0, plan.Edges).Select(_ => new Round(extensions))];
    }

    /// <summary>Ends when the edge with this number is on the disk for every extension.</summary>
    public Task<EdgeTimes> RoundAsync(int edge) => _rounds[edge].Done.Task;

    public void Committed(ReadOnlySpan<JournalEntry> entries)
    {
        var now = _clock.GetUtcNow();
        foreach (var entry in entries)
        {
            if (entry.Event is PresenceEvent.BoundaryPassed happened)
            {
                var edge = (int)((happened.At - _plan.Epoch).Ticks / _plan.Apart.Ticks);
                _rounds[edge].Add(happened.At, entry.RecordedAt, now);
            }
        }
    }

    private sealed class Round(int extensions)
    {
        private readonly Latencies _decided = new(extensions);
        private readonly Latencies _durable = new(extensions);

        public TaskCompletionSource<EdgeTimes> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(DateTimeOffset due, DateTimeOffset decided, DateTimeOffset durable)
        {
            _decided.Add((decided - due).TotalMilliseconds);
            _durable.Add((durable - due).TotalMilliseconds);
            if (_decided.Count == extensions)
            {
                // Sorting is no work of the journal's thread.
                _ = Task.Run(() => Done.SetResult(new EdgeTimes(_decided.Summarise(), _durable.Summarise())));
            }
        }
    }
}

/// <summary>How long one edge of all extensions took.</summary>
/// <param name="Decided">From the instant at which it was due to the decision.</param>
/// <param name="Durable">From the instant at which it was due until it was known to be on the disk.</param>
internal sealed record EdgeTimes(LatencySummary Decided, LatencySummary Durable);
