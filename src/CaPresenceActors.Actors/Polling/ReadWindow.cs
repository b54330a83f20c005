using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>Which part of a calendar a reading asks for (SEMANTICS §7): from the site's last midnight to at least the horizon.</summary>
internal static class ReadWindow
{
    /// <summary>The window of a reading that is asked for now.</summary>
    /// <param name="now">Now, UTC, on the corrected clock.</param>
    /// <param name="site">The site's zone.</param>
    /// <param name="horizon">How far ahead it reaches at least; the end is rounded up to a full hour, so that questions repeat.</param>
    public static CalendarWindow At(DateTimeOffset now, TimeZoneInfo site, TimeSpan horizon)
    {
        var end = (now + horizon).UtcTicks;
        var hours = (end + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour;
        return new CalendarWindow(LastMidnight(now, site), new DateTimeOffset(hours * TimeSpan.TicksPerHour, TimeSpan.Zero));
    }

    // The instant at which the site's day began. Where clocks are put forward at midnight there is no 0:00, and the day begins with the change; where they are put
    // back to midnight there are two, and it begins with the first.
    private static DateTimeOffset LastMidnight(DateTimeOffset now, TimeZoneInfo site)
    {
        var today = TimeZoneInfo.ConvertTime(now, site).Date;
        if (site.IsInvalidTime(today))
        {
            return StartAfterGap(today, site);
        }

        var offset = site.IsAmbiguousTime(today) ? site.GetAmbiguousTimeOffsets(today).Max() : site.GetUtcOffset(today);
        return new DateTimeOffset(today, offset).ToUniversalTime();
    }

    private static DateTimeOffset StartAfterGap(DateTime midnight, TimeZoneInfo site)
    {
        var first = midnight;
        while (site.IsInvalidTime(first))
        {
            first = first.AddMinutes(1);
        }

        return new DateTimeOffset(first, site.GetUtcOffset(first)).ToUniversalTime();
    }
}
