namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>
/// Turns a series into its occurrences. The wall clock of the series' zone is kept, so the instants move when the zone changes its
/// offset.
/// </summary>
internal static class Series
{
    /// <summary>
    /// The occurrences that a CalendarView shows: those that do not end before <paramref name="from"/> and that start before
    /// <paramref name="to"/>.
    /// </summary>
    public static IEnumerable<CalendarEntry> Between(CalendarItem series, DateTimeOffset from, DateTimeOffset to)
    {
        var recurrence = series.Appointment.Recurrence!;
        var zone = TimeZones.Get(series.Appointment.Zone);
        var margin = series.Appointment.End - series.Appointment.Start + TimeSpan.FromDays(1);
        var firstDate = DateOf(zone, from, -margin);
        var lastDate = DateOf(zone, to, TimeSpan.FromDays(1));

        foreach (var date in RecurrenceDates.Between(recurrence, firstDate, lastDate))
        {
            if (!series.Deleted.Contains(date) && !series.Exceptions.ContainsKey(date) && Planned(series, zone, date) is var entry && Shows(entry, from, to))
            {
                yield return entry;
            }
        }

        // An exception may have been moved into the window from anywhere.
        foreach (var date in series.Exceptions.Keys)
        {
            if (Exception(series, zone, date) is var entry && Shows(entry, from, to))
            {
                yield return entry;
            }
        }
    }

    /// <summary>The occurrence planned on a date as it is now, or null when it was deleted or never planned.</summary>
    public static CalendarEntry? At(CalendarItem series, DateOnly date)
    {
        if (series.Deleted.Contains(date) || !RecurrenceDates.Contains(series.Appointment.Recurrence!, date))
        {
            return null;
        }

        var zone = TimeZones.Get(series.Appointment.Zone);
        return series.Exceptions.ContainsKey(date) ? Exception(series, zone, date) : Planned(series, zone, date);
    }

    /// <summary>The occurrence as the series plans it, whatever became of it.</summary>
    public static CalendarEntry Planned(CalendarItem series, DateOnly date) => Planned(series, TimeZones.Get(series.Appointment.Zone), date);

    /// <summary>What a CalendarView shows: an end at the very start of the view still counts, a start at its end does not.</summary>
    public static bool Shows(in CalendarEntry entry, DateTimeOffset from, DateTimeOffset to) => entry.End >= from && entry.Start < to;

    private static CalendarEntry Planned(CalendarItem series, TimeZoneInfo zone, DateOnly date)
    {
        var firstStart = TimeZones.ToLocal(zone, series.Appointment.Start);
        var firstEnd = TimeZones.ToLocal(zone, series.Appointment.End);
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        var start = TimeZones.ToInstant(zone, midnight + firstStart.TimeOfDay);
        var end = TimeZones.ToInstant(zone, midnight + (firstEnd - firstStart.Date));
        return new CalendarEntry(series, CalendarEntryKind.Occurrence, series.Appointment with { Start = start, End = end }, date, start);
    }

    private static CalendarEntry Exception(CalendarItem series, TimeZoneInfo zone, DateOnly date)
    {
        var planned = Planned(series, zone, date);
        return planned with { Kind = CalendarEntryKind.Exception, Appointment = series.Exceptions[date].ApplyTo(planned.Appointment) };
    }

    private static DateOnly DateOf(TimeZoneInfo zone, DateTimeOffset instant, TimeSpan shift)
    {
        var ticks = instant.UtcTicks + zone.GetUtcOffset(instant).Ticks + shift.Ticks;
        return DateOnly.FromDateTime(new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks)));
    }
}
