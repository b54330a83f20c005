using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.SignIns;

namespace CaPresenceActors.Web.Schedules;

/// <summary>The schedule of a day, for the eyes of who asked.</summary>
internal sealed record ScheduleBody
{
    public required string Extension { get; init; }

    public required string Name { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>The day, such as <c>2026-11-23</c>.</summary>
    public required string Date { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required ScheduleDetail Detail { get; init; }

    public required IReadOnlyList<AppointmentBody> Appointments { get; init; }

    public required IReadOnlyList<ShownBody> Shown { get; init; }

    public DateTimeOffset? KnownUntil { get; init; }

    public static ScheduleBody Of(DaySchedule schedule, PresenceList presences, Caller caller) => new()
    {
        Extension = schedule.Extension,
        Name = schedule.Name,
        TimeZone = schedule.TimeZone,
        Date = schedule.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        From = schedule.From,
        To = schedule.To,
        Detail = schedule.Detail,
        Appointments = [.. schedule.Appointments.Select(appointment => AppointmentBody.Of(appointment, isOwn: caller.Is(schedule.Extension)))],
        Shown = [.. schedule.Shown.Select(shown => ShownBody.Of(shown, presences))],
        KnownUntil = schedule.KnownUntil,
    };
}

/// <summary>An appointment. What only its owner may see is there for its owner alone, whatever the engine has told.</summary>
internal sealed record AppointmentBody
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required bool AllDay { get; init; }

    public bool? Private { get; init; }

    public required FreeBusy FreeBusy { get; init; }

    public string? Subject { get; init; }

    public string? Presence { get; init; }

    public string? Keyword { get; init; }

    public int? Position { get; init; }

    public bool? Shown { get; init; }

    public required AppointmentReason Reason { get; init; }

    public static AppointmentBody Of(ScheduledAppointment appointment, bool isOwn) => new()
    {
        Start = appointment.Start,
        End = appointment.End,
        AllDay = appointment.AllDay,
        Private = isOwn ? appointment.Private : null,
        FreeBusy = appointment.FreeBusy,
        Subject = isOwn ? appointment.Subject : null,
        Presence = appointment.Presence,
        Keyword = isOwn ? appointment.Keyword : null,
        Position = isOwn ? appointment.Position : null,
        Shown = appointment.Presence is null ? null : appointment.Shown,
        Reason = appointment.Reason,
    };
}

/// <summary>What was shown or is expected for a while.</summary>
internal sealed record ShownBody
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required string Presence { get; init; }

    /// <summary>Of the presence as it is now; left out when the site no longer has it.</summary>
    public Availability? Availability { get; init; }

    /// <summary><c>past</c> or <c>expected</c>.</summary>
    public required string Kind { get; init; }

    public PresenceCause? Cause { get; init; }

    public Hold? Manual { get; init; }

    public static ShownBody Of(ShownPresence shown, PresenceList presences) => new()
    {
        From = shown.From,
        Until = shown.Until,
        Presence = shown.Presence,
        Availability = presences.Find(shown.Presence)?.Availability,
        Kind = shown.Expected ? "expected" : "past",
        Cause = shown.Cause,
        Manual = shown.Manual,
    };
}
