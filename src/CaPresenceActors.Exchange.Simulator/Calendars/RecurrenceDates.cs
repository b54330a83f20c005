using System.Diagnostics;
using System.Numerics;

namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>
/// The dates of a series, in closed form: the date of an occurrence follows from its index, so a series that began ten years ago costs
/// no more than one that began today.
/// </summary>
internal static class RecurrenceDates
{
    /// <summary>The dates from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static IEnumerable<DateOnly> Between(Recurrence recurrence, DateOnly from, DateOnly to)
    {
        for (var index = FirstIndexNotBefore(recurrence, from); DateAt(recurrence, index) is { } date && date <= to; index++)
        {
            yield return date;
        }
    }

    /// <summary>The date of the occurrence with this index, from 0; null after the end of the series.</summary>
    public static DateOnly? DateAt(Recurrence recurrence, int index)
    {
        if (index < 0 || index >= recurrence.Count)
        {
            return null;
        }

        var date = Unbounded(recurrence, index);
        return date > recurrence.EndDate ? null : date;
    }

    public static bool Contains(Recurrence recurrence, DateOnly date) => IndexOf(recurrence, date) is not null;

    /// <summary>The index of the occurrence on this date, or null when the series has none there.</summary>
    public static int? IndexOf(Recurrence recurrence, DateOnly date)
    {
        var index = FirstIndexNotBefore(recurrence, date);
        return DateAt(recurrence, index) == date ? index : null;
    }

    /// <summary>The date of the last occurrence, or null for a series without end.</summary>
    public static DateOnly? Last(Recurrence recurrence)
    {
        if (recurrence.Count is { } count)
        {
            return DateAt(recurrence, count - 1);
        }

        return recurrence.EndDate is { } end ? DateAt(recurrence, FirstIndexNotBefore(recurrence, end.AddDays(1)) - 1) : null;
    }

    // Occurrences are at least a day apart, so the index is at most the number of days since the start.
    private static int FirstIndexNotBefore(Recurrence recurrence, DateOnly date)
    {
        var (low, high) = (0, Math.Max(0, date.DayNumber - recurrence.StartDate.DayNumber));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Unbounded(recurrence, middle) is { } found && found < date)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static DateOnly? Unbounded(Recurrence recurrence, int index) => recurrence.Pattern switch
    {
        RecurrencePattern.Daily daily => AddDays(recurrence.StartDate, (long)index * daily.IntervalDays),
        RecurrencePattern.Weekly weekly => InWeek(weekly, recurrence.StartDate, index),
        RecurrencePattern.AbsoluteMonthly monthly => InMonth(recurrence.StartDate, index, monthly.IntervalMonths, 0, month => Clamp(month, monthly.DayOfMonth)),
        RecurrencePattern.RelativeMonthly monthly => InMonth(recurrence.StartDate, index, monthly.IntervalMonths, 0, month => Relative(month, monthly.Index, monthly.Days)),
        RecurrencePattern.AbsoluteYearly yearly => InMonth(recurrence.StartDate, index, 12, yearly.Month, month => Clamp(month, yearly.DayOfMonth)),
        RecurrencePattern.RelativeYearly yearly => InMonth(recurrence.StartDate, index, 12, yearly.Month, month => Relative(month, yearly.Index, yearly.Days)),
        _ => throw new UnreachableException($"No dates for {recurrence.Pattern.GetType().Name}."),
    };

    private static DateOnly? InWeek(RecurrencePattern.Weekly weekly, DateOnly start, int index)
    {
        var firstWeek = start.DayNumber - DaysInto(start.DayOfWeek, weekly.FirstDayOfWeek);
        var daysPerWeek = BitOperations.PopCount((uint)weekly.Days);
        var alreadyOver = 0;
        for (var day = 0; day < DaysInto(start.DayOfWeek, weekly.FirstDayOfWeek); day++)
        {
            alreadyOver += OnDay(weekly, day) ? 1 : 0;
        }

        var position = (long)index + alreadyOver;
        var week = position / daysPerWeek;
        var remaining = (int)(position % daysPerWeek);
        for (var day = 0; day < 7; day++)
        {
            if (OnDay(weekly, day) && remaining-- == 0)
            {
                return FromDayNumber(firstWeek + (week * weekly.IntervalWeeks * 7) + day);
            }
        }

        throw new UnreachableException("A weekly pattern has at least one day.");
    }

    private static int DaysInto(DayOfWeek day, DayOfWeek firstDayOfWeek) => ((int)day - (int)firstDayOfWeek + 7) % 7;

    private static bool OnDay(RecurrencePattern.Weekly weekly, int daysIntoWeek) =>
        (weekly.Days & (Weekdays)(1 << (((int)weekly.FirstDayOfWeek + daysIntoWeek) % 7))) != Weekdays.None;

    // With a month of its own (yearly patterns) the first period is that month of the start's year; else it is the start's month.
    private static DateOnly? InMonth(DateOnly start, int index, int intervalMonths, int ownMonth, Func<DateOnly, DateOnly> dayOf)
    {
        var first = new DateOnly(start.Year, ownMonth == 0 ? start.Month : ownMonth, 1);
        var skipped = dayOf(first) < start ? 1 : 0;
        var months = ((long)index + skipped) * intervalMonths;
        return (first.Year * 12L) + first.Month - 1 + months < 9999L * 12 ? dayOf(first.AddMonths((int)months)) : null;
    }

    private static DateOnly Clamp(DateOnly month, int day) => month.AddDays(Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);

    private static DateOnly Relative(DateOnly month, WeekIndex index, Weekdays days)
    {
        var length = DateTime.DaysInMonth(month.Year, month.Month);
        if (index == WeekIndex.Last)
        {
            for (var day = length - 1; ; day--)
            {
                if (Matches(month.AddDays(day), days))
                {
                    return month.AddDays(day);
                }
            }
        }

        var remaining = (int)index;
        for (var day = 0; ; day++)
        {
            if (Matches(month.AddDays(day), days) && remaining-- == 0)
            {
                return month.AddDays(day);
            }
        }
    }

    private static bool Matches(DateOnly date, Weekdays days) => (days & (Weekdays)(1 << (int)date.DayOfWeek)) != Weekdays.None;

    private static DateOnly? AddDays(DateOnly date, long days) => FromDayNumber(date.DayNumber + days);

    private static DateOnly? FromDayNumber(long number) => number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;
}
