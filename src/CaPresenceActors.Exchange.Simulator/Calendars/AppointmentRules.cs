namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>What Exchange makes of an appointment when it is saved, and what it refuses.</summary>
internal static class AppointmentRules
{
    private const int MostYears = 5;

    /// <summary>The years that calendars have.</summary>
    public static bool IsInRange(DateTimeOffset instant) => instant.Year is >= 1601 and < 4500;

    /// <summary>Brings an appointment into the form in which it is kept: UTC, whole days for all-day events, a series starting on its first date.</summary>
    public static Appointment Settle(Appointment appointment)
    {
        appointment = SettleOccurrence(appointment);
        if (appointment.Recurrence is not { } recurrence)
        {
            return appointment;
        }

        CheckPattern(recurrence);
        var first = RecurrenceDates.DateAt(recurrence, 0) ??
            throw new EwsErrorException("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrences instances in the specified range.");

        // The first occurrence has the date that the pattern gives, whatever day was sent as the start.
        var zone = TimeZones.Get(appointment.Zone);
        var start = TimeZones.ToLocal(zone, appointment.Start);
        var shift = first.ToDateTime(TimeOnly.MinValue) - start.Date;
        return shift == TimeSpan.Zero
            ? appointment
            : appointment with
            {
                Start = TimeZones.ToInstant(zone, start + shift),
                End = TimeZones.ToInstant(zone, TimeZones.ToLocal(zone, appointment.End) + shift),
            };
    }

    public static Appointment SettleOccurrence(Appointment appointment)
    {
        var settled = appointment with { Start = appointment.Start.ToUniversalTime(), End = appointment.End.ToUniversalTime() };
        if (settled.End < settled.Start)
        {
            throw new EwsErrorException("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
        }

        if (!IsInRange(settled.Start) || !IsInRange(settled.End))
        {
            throw new EwsErrorException("ErrorCalendarOutOfRange", "The start or the end is outside of the years 1601 to 4499.");
        }

        if (settled.End > settled.Start.AddYears(MostYears))
        {
            throw new EwsErrorException("ErrorCalendarDurationIsTooLong", $"The duration of a calendar item must not exceed {MostYears} years.");
        }

        return settled.IsAllDay ? WholeDays(settled) : settled;
    }

    /// <summary>An occurrence may not be moved to the day of, or past, the one before or after it.</summary>
    public static void CheckNeighbours(CalendarItem series, DateOnly date, Appointment moved)
    {
        var recurrence = series.Appointment.Recurrence!;
        var index = RecurrenceDates.IndexOf(recurrence, date)!.Value;
        var zone = TimeZones.Get(series.Appointment.Zone);
        var day = DateOnly.FromDateTime(TimeZones.ToLocal(zone, moved.Start));

        if (Neighbour(index, -1) is { } before && day <= before || Neighbour(index, +1) is { } after && day >= after)
        {
            throw new EwsErrorException("ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence.");
        }

        DateOnly? Neighbour(int from, int step)
        {
            for (var i = from + step; RecurrenceDates.DateAt(recurrence, i) is { } candidate; i += step)
            {
                if (!series.Deleted.Contains(candidate))
                {
                    return series.Exceptions.TryGetValue(candidate, out var change) && change.Start is { } start
                        ? DateOnly.FromDateTime(TimeZones.ToLocal(zone, start))
                        : candidate;
                }
            }

            return null;
        }
    }

    private static Appointment WholeDays(Appointment appointment)
    {
        var zone = TimeZones.Get(appointment.Zone);
        var first = TimeZones.ToLocal(zone, appointment.Start).Date;
        var end = TimeZones.ToLocal(zone, appointment.End);
        var last = end.TimeOfDay == TimeSpan.Zero ? end.Date : end.Date.AddDays(1);
        if (last <= first)
        {
            last = first.AddDays(1);
        }

        return appointment with { Start = TimeZones.ToInstant(zone, first), End = TimeZones.ToInstant(zone, last) };
    }

    private static void CheckPattern(Recurrence recurrence)
    {
        var valid = recurrence.Pattern switch
        {
            RecurrencePattern.Daily daily => daily.IntervalDays is >= 1 and <= 999,
            RecurrencePattern.Weekly weekly => weekly.IntervalWeeks is >= 1 and <= 99 && weekly.Days != Weekdays.None,
            RecurrencePattern.AbsoluteMonthly monthly => monthly.IntervalMonths is >= 1 and <= 99 && monthly.DayOfMonth is >= 1 and <= 31,
            RecurrencePattern.RelativeMonthly monthly => monthly.IntervalMonths is >= 1 and <= 99 && monthly.Days != Weekdays.None,
            RecurrencePattern.AbsoluteYearly yearly => yearly.Month is >= 1 and <= 12 && yearly.DayOfMonth is >= 1 && yearly.DayOfMonth <= DateTime.DaysInMonth(2000, yearly.Month),
            RecurrencePattern.RelativeYearly yearly => yearly.Month is >= 1 and <= 12 && yearly.Days != Weekdays.None,
            _ => false,
        };

        if (!valid || recurrence.Count < 1)
        {
            throw new EwsErrorException("ErrorCalendarInvalidRecurrence", "The recurrence information for the item is invalid.");
        }

        if (recurrence.EndDate < recurrence.StartDate)
        {
            throw new EwsErrorException("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
        }
    }
}
