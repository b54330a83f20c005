namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>A set of days of the week.</summary>
[Flags]
public enum Weekdays
{
    None = 0,
    Sunday = 1,
    Monday = 2,
    Tuesday = 4,
    Wednesday = 8,
    Thursday = 16,
    Friday = 32,
    Saturday = 64,

    /// <summary>Monday to Friday.</summary>
    Weekday = Monday | Tuesday | Wednesday | Thursday | Friday,

    /// <summary>Saturday and Sunday.</summary>
    WeekendDay = Saturday | Sunday,

    /// <summary>Any day.</summary>
    Day = Weekday | WeekendDay,
}

/// <summary>Which of the matching days of a month.</summary>
public enum WeekIndex
{
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// <summary>On which days a series repeats.</summary>
public abstract record RecurrencePattern
{
    private RecurrencePattern()
    {
    }

    /// <summary>Every so many days.</summary>
    public sealed record Daily(int IntervalDays = 1) : RecurrencePattern;

    /// <summary>On these days of every so many weeks; the first day of the week decides where a week ends.</summary>
    public sealed record Weekly(Weekdays Days, int IntervalWeeks = 1, DayOfWeek FirstDayOfWeek = DayOfWeek.Monday) : RecurrencePattern;

    /// <summary>On a day of every so many months; in a month that is too short, on its last day.</summary>
    public sealed record AbsoluteMonthly(int DayOfMonth, int IntervalMonths = 1) : RecurrencePattern;

    /// <summary>On, for instance, the last Friday of every so many months.</summary>
    public sealed record RelativeMonthly(WeekIndex Index, Weekdays Days, int IntervalMonths = 1) : RecurrencePattern;

    /// <summary>On a day of a month (1 to 12) of every year; 29 February falls on the 28th in common years.</summary>
    public sealed record AbsoluteYearly(int Month, int DayOfMonth) : RecurrencePattern;

    /// <summary>On, for instance, the first Monday of a month (1 to 12) of every year.</summary>
    public sealed record RelativeYearly(int Month, WeekIndex Index, Weekdays Days) : RecurrencePattern;
}

/// <summary>A pattern and its range: from the start date on, until the end date or for a number of occurrences, or for ever.</summary>
public sealed record Recurrence(RecurrencePattern Pattern, DateOnly StartDate)
{
    /// <summary>The last day on which an occurrence may start.</summary>
    public DateOnly? EndDate { get; init; }

    /// <summary>How many occurrences there are, deleted ones included.</summary>
    public int? Count { get; init; }
}
