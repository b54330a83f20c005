namespace CaPresenceActors.Actors.Clock;

/// <summary>When days begin where people live.</summary>
internal static class LocalDay
{
    /// <summary>
    /// The instant (UTC) at which a day begins in a zone. Where clocks are put forward at midnight there is no 0:00, and the day begins with the change; where they are put back to midnight there are
    /// two, and it begins with the first.
    /// </summary>
    public static DateTimeOffset Begins(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            return StartAfterGap(midnight, zone);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>The day that it is at an instant in a zone.</summary>
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).Date);

    private static DateTimeOffset StartAfterGap(DateTime midnight, TimeZoneInfo zone)
    {
        var first = midnight;
        while (zone.IsInvalidTime(first))
        {
            first = first.AddMinutes(1);
        }

        return new DateTimeOffset(first, zone.GetUtcOffset(first)).ToUniversalTime();
    }
}
