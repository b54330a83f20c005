namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>A change of a zone's offset: the wall clock at which it happens, and the offsets before and after.</summary>
internal readonly record struct ZoneTransition(DateTime Local, TimeSpan Before, TimeSpan After)
{
    /// <summary>Which of the month's days of this name it is; 5 is the last.</summary>
    public int DayOrder => Local.Day + 7 > DateTime.DaysInMonth(Local.Year, Local.Month) ? 5 : ((Local.Day - 1) / 7) + 1;
}

/// <summary>
/// How a zone changes its offset in one year, found by looking at the offsets themselves: the rules that .NET has are written in
/// several ways, and not all of them say weekday and month.
/// </summary>
internal static class ZoneYear
{
    public static (TimeSpan Standard, ZoneTransition? ToStandard, ZoneTransition? ToDaylight) Of(TimeZoneInfo zone, int year)
    {
        ZoneTransition? toStandard = null;
        ZoneTransition? toDaylight = null;
        var day = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (; day.Year == year; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
            {
                var transition = Find(zone, day);
                if (transition.After > transition.Before)
                {
                    toDaylight ??= transition;
                }
                else
                {
                    toStandard ??= transition;
                }
            }
        }

        // A single change in a year is a change of law, not daylight saving time.
        return toStandard is { } autumn && toDaylight is { } spring && autumn.Local.Month != spring.Local.Month
            ? (autumn.After, autumn, spring)
            : (zone.GetUtcOffset(new DateTimeOffset(year, 12, 31, 0, 0, 0, TimeSpan.Zero)), null, null);
    }

    private static ZoneTransition Find(TimeZoneInfo zone, DateTimeOffset day)
    {
        var (low, high) = (0, 24 * 60);
        var before = zone.GetUtcOffset(day);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (zone.GetUtcOffset(day.AddMinutes(middle)) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        var instant = day.AddMinutes(high);
        return new ZoneTransition(instant.UtcDateTime + before, before, zone.GetUtcOffset(instant));
    }
}
