using System.Collections.Concurrent;

namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>Time zones by Windows or IANA id, and wall clocks in them.</summary>
internal static class TimeZones
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<string, string> WindowsIds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The zone, or null when nobody knows the id.</summary>
    public static TimeZoneInfo? Find(string id) => Known.GetOrAdd(id, static id =>
    {
        var name = TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) ? iana : id;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    });

    public static TimeZoneInfo Get(string id) => Find(id) ??
        throw new EwsErrorException("ErrorCalendarInvalidTimeZone", $"The time zone \"{id}\" is not known: a Windows or IANA id is needed.");

    /// <summary>The id that Exchange knows a zone by.</summary>
    public static string WindowsId(string id) => WindowsIds.GetOrAdd(id, static id =>
        TimeZoneInfo.TryConvertIanaIdToWindowsId(id, out var windows) ? windows : id);

    public static DateTime ToLocal(TimeZoneInfo zone, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>
    /// The instant of a wall clock. One that is skipped in spring moves forward by the gap; one that comes twice in autumn is the
    /// first of the two, as iCalendar has it.
    /// </summary>
    public static DateTimeOffset ToInstant(TimeZoneInfo zone, DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            var before = zone.GetUtcOffset(local.AddHours(-3));
            return new DateTimeOffset(local, before).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
