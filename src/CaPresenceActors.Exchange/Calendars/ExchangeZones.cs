using System.Collections.Concurrent;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>Time zones by the ids that Exchange uses (Windows ids), or IANA's.</summary>
internal sealed class ExchangeZones
{
    // A company has a handful. A server that makes up ids must not fill the memory.
    private const int MostKept = 500;

    private readonly ConcurrentDictionary<string, TimeZoneInfo?> _zones = new(StringComparer.Ordinal);

    /// <summary>The zone; null for no id, for one that nobody knows, and for zones that somebody defined by hand.</summary>
    public TimeZoneInfo? Find(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return null;
        }

        if (_zones.TryGetValue(id, out var known))
        {
            return known;
        }

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? found : null;
        if (_zones.Count < MostKept)
        {
            _zones[id] = zone;
        }

        return zone;
    }
}
