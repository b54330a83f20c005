using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Schedules;

/// <summary>The day of a person, for the eyes that it was asked for.</summary>
public sealed record DaySchedule
{
    /// <summary>Whose.</summary>
    public required string Extension { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The zone that the day is one of, as an IANA or Windows id.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When it begins, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the next one begins, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>For whose eyes it is.</summary>
    public required ScheduleDetail Detail { get; init; }

    /// <summary>The appointments that touch the day and are still in the known calendar, in order of their start.</summary>
    public ImmutableArray<ScheduledAppointment> Appointments { get; init; } = [];

    /// <summary>What was shown, and what is expected, without a gap from where it is known to where it is.</summary>
    public ImmutableArray<ShownPresence> Shown { get; init; } = [];

    /// <summary>How far the calendar is known, UTC; null when there is none.</summary>
    public DateTimeOffset? KnownUntil { get; init; }
}

/// <summary>An appointment of a day.</summary>
public sealed record ScheduledAppointment
{
    /// <summary>When it starts, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it is over, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Whether it is an all-day appointment.</summary>
    public required bool AllDay { get; init; }

    /// <summary>How it shows its owner's time.</summary>
    public required FreeBusy FreeBusy { get; init; }

    /// <summary>Why it leads to a presence or does not.</summary>
    public required AppointmentReason Reason { get; init; }

    /// <summary>The presence that it leads to, if it wins; null when it matches no keyword or does not count.</summary>
    public string? Presence { get; init; }

    /// <summary>Whether its presence was shown, or is expected to be, because of it for a part of the day.</summary>
    public bool Shown { get; init; }

    /// <summary>Whether it is private; null for other people's eyes.</summary>
    public bool? Private { get; init; }

    /// <summary>The subject; null for other people's eyes.</summary>
    public string? Subject { get; init; }

    /// <summary>The keyword that it matches; null for other people's eyes, and when there is none.</summary>
    public string? Keyword { get; init; }

    /// <summary>Where that keyword stands in the list, from 1; null for other people's eyes, and when there is none.</summary>
    public int? Position { get; init; }

    /// <summary>Everything but the subject, so that no log or error text can leak it.</summary>
    public override string ToString() => $"Appointment {Start:O} to {End:O}, {Reason}";
}

/// <summary>What was shown or is expected for a while.</summary>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">Until when, UTC.</param>
/// <param name="Presence">The presence.</param>
/// <param name="Expected">Whether it is yet to come.</param>
/// <param name="Cause">Why it came to be shown; null for what is expected, and before the first change.</param>
/// <param name="Manual">How it holds when it is set by hand; null when the calendar or the default decides.</param>
public sealed record ShownPresence(DateTimeOffset From, DateTimeOffset Until, string Presence, bool Expected, PresenceCause? Cause, Hold? Manual);
