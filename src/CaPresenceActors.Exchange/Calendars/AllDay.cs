namespace CaPresenceActors.Exchange.Calendars;

/// <summary>
/// All-day appointments. Exchange keeps them as instants, midnight to midnight in the zone in which they were made; what is meant are dates. So the dates are taken
/// there, and become days in the zone in which the owner lives now.
/// </summary>
internal static class AllDay
{
    private static readonly TimeSpan HalfADay = TimeSpan.FromHours(12);
    private static readonly TimeSpan FarthestOffset = TimeSpan.FromHours(15);

    /// <summary>The days of an appointment, as instants in its owner's zone: from the first moment of the first day to the first moment after the last.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) InZone(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo madeIn, TimeZoneInfo ownersZone)
    {
        if (end <= start)
        {
            // Damaged, or without length. It stays what it is: days would make something of nothing.
            return (start, end);
        }

        var first = NearestDate(start, madeIn);
        var after = NearestDate(end, madeIn);
        return (StartOf(first, ownersZone), StartOf(after > first ? after : first.AddDays(1), ownersZone));
    }

    /// <summary>Whether an appointment fills whole days in its owner's zone. Free/busy does not say more.</summary>
    public static bool LooksLike(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo ownersZone) =>
        start < end && StartOf(NearestDate(start, ownersZone), ownersZone) == start && StartOf(NearestDate(end, ownersZone), ownersZone) == end;

    /// <summary>The first moment of a day. Some zones change their clocks at midnight: the day then begins later, or its first hour comes twice.</summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            return EndOfGap(midnight, zone);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight - offset, TimeSpan.Zero);
    }

    // There is no midnight, so the day begins with the first minute that has its date, or a later one where a zone left out a whole day. Looked for among instants, since they have
    // no gaps: around a gap the local date only grows.
    private static DateTimeOffset EndOfGap(DateTime midnight, TimeZoneInfo zone)
    {
        var before = new DateTimeOffset(midnight, TimeSpan.Zero) - FarthestOffset;
        var minutesBefore = 0;
        var minutesAfter = (int)(2 * FarthestOffset).TotalMinutes;
        while (minutesAfter - minutesBefore > 1)
        {
            var middle = (minutesBefore + minutesAfter) / 2;
            if (TimeZoneInfo.ConvertTime(before.AddMinutes(middle), zone).DateTime < midnight)
            {
                minutesBefore = middle;
            }
            else
            {
                minutesAfter = middle;
            }
        }

        return before.AddMinutes(minutesAfter);
    }

    // Midnight exactly where the zone is the right one. Where it is a guess (the item did not say) the nearest midnight is the date that was meant for everybody
    // less than half a day away; the same covers days that do not begin at midnight.
    private static DateOnly NearestDate(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime + HalfADay);
}
