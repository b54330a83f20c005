using CaPresenceActors.Actors.Clock;
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
        return new CalendarWindow(LocalDay.Begins(LocalDay.Of(now, site), site), new DateTimeOffset(hours * TimeSpan.TicksPerHour, TimeSpan.Zero));
    }
}
