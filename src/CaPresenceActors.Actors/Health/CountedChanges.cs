using CaPresenceActors.Actors.Board;

namespace CaPresenceActors.Actors.Health;

/// <summary>Counts the changes that are published, and hands them on.</summary>
internal sealed class CountedChanges(MinuteSeries series, IChangeObserver next) : IChangeObserver
{
    public ValueTask ChangedAsync(IReadOnlyList<PresenceChangeView> changes)
    {
        series.Published(changes);
        return next.ChangedAsync(changes);
    }
}
