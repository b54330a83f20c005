namespace CaPresenceActors.Actors.Schedules;

/// <summary>What the days of people look like: what is in the calendar, what was shown, and what is expected.</summary>
public interface ISchedules
{
    /// <summary>The schedule of a day; null when there is no such extension.</summary>
    /// <param name="extension">Whose.</param>
    /// <param name="day">The day, in the person's zone; null: today.</param>
    /// <param name="detail">For whose eyes. What these may not see is not even in the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<DaySchedule?> DayAsync(string extension, DateOnly? day, ScheduleDetail detail, CancellationToken cancellation);
}

/// <summary>How much of a schedule somebody sees.</summary>
public enum ScheduleDetail : byte
{
    /// <summary>Neither appointments nor what is shown when: the site or the person keeps the times.</summary>
    Hidden,

    /// <summary>What is shown when, and the appointments that lead to it, without subject, keyword and private mark.</summary>
    Times,

    /// <summary>Everything: for the person whose calendar it is, and nobody else.</summary>
    Own,
}
