using System.Collections.Immutable;
using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Schedules;

/// <summary>Puts the schedule of a day together: pure, from what is known.</summary>
/// <param name="Profile">Whose day it is.</param>
/// <param name="SiteZone">The zone of who has none of their own.</param>
/// <param name="ZoneId">The id of the zone that counts.</param>
/// <param name="Now">Now, UTC, on the corrected clock.</param>
/// <param name="Day">The day, in the zone that counts.</param>
public sealed record ScheduleOfDay(UserProfile Profile, TimeZoneInfo SiteZone, string ZoneId, DateTimeOffset Now, DateOnly Day)
{
    /// <summary>When the day begins, UTC.</summary>
    public DateTimeOffset From { get; } = LocalDay.Begins(Day, ZoneOf(Profile, SiteZone));

    /// <summary>When the next day begins, UTC.</summary>
    public DateTimeOffset To { get; } = LocalDay.Begins(Day.AddDays(1), ZoneOf(Profile, SiteZone));

    /// <summary>The zone of a person.</summary>
    public static TimeZoneInfo ZoneOf(UserProfile profile, TimeZoneInfo site) =>
        profile.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : site;

    /// <summary>The day of somebody; null: today.</summary>
    public static ScheduleOfDay Of(UserProfile profile, Site.SiteConfiguration site, DateTimeOffset now, DateOnly? day) =>
        new(profile, site.Zone, profile.TimeZone ?? site.TimeZone, now, day ?? LocalDay.Of(now, ZoneOf(profile, site.Zone)));

    /// <summary>The day as nobody but the person and receptionists may see it: whose it is, and nothing else.</summary>
    public DaySchedule Hidden() => new()
    {
        Extension = Profile.Extension,
        Name = Profile.Name,
        TimeZone = ZoneId,
        Day = Day,
        From = From,
        To = To,
        Detail = ScheduleDetail.Hidden,
    };

    /// <summary>The day as somebody may see it.</summary>
    /// <param name="state">How the extension stands.</param>
    /// <param name="past">What was shown until now.</param>
    /// <param name="knownUntil">How far the calendar is known, UTC; null when there is none.</param>
    /// <param name="detail">For whose eyes.</param>
    public DaySchedule Tell(PresenceState state, ImmutableArray<ShownPresence> past, DateTimeOffset? knownUntil, ScheduleDetail detail)
    {
        if (detail == ScheduleDetail.Hidden)
        {
            return Hidden();
        }

        ImmutableArray<ShownPresence> shown = [.. past, .. Expected(state, knownUntil)];
        var appointments = AppointmentVerdict.Of(state, From, To).Select(verdict => Tell(verdict, shown, detail));
        return Hidden() with
        {
            Detail = detail,
            Appointments = [.. detail == ScheduleDetail.Own ? appointments : appointments.Where(appointment => appointment is { Presence: not null, Reason: not AppointmentReason.IntegrationOff })],
            Shown = shown,
            KnownUntil = knownUntil,
        };
    }

    // While the calendar drives presence, nobody knows what comes where it is not known; otherwise it does not matter.
    private IEnumerable<ShownPresence> Expected(PresenceState state, DateTimeOffset? knownUntil)
    {
        var end = !state.IsIntegrated ? To : knownUntil is not { } known ? Now : known < To ? known : To;
        return PresenceDecider.Expect(state, Now > From ? Now : From, end).Select(e => new ShownPresence(e.From, e.Until, e.Presence, Expected: true, null, e.Manual));
    }

    private static ScheduledAppointment Tell(AppointmentVerdict verdict, ImmutableArray<ShownPresence> shown, ScheduleDetail detail)
    {
        var isShown = verdict.Wins.Any(win => shown.Any(s => s.Manual is null && s.Presence == verdict.Keyword!.Presence && win.Meets(s.From, s.Until)));
        var isOverridden = !isShown && !verdict.Wins.IsEmpty && verdict.Wins.All(win => shown.Any(s => win.Meets(s.From, s.Until)) && shown.Where(s => win.Meets(s.From, s.Until)).All(s => s.Manual is not null));
        var own = detail == ScheduleDetail.Own;
        return new ScheduledAppointment
        {
            Start = verdict.Appointment.Start,
            End = verdict.Appointment.End,
            AllDay = verdict.Appointment.AllDay,
            FreeBusy = verdict.Appointment.FreeBusy,
            Reason = isOverridden ? AppointmentReason.SetByHand : verdict.Reason,
            Presence = verdict.Keyword?.Presence,
            Shown = isShown,
            Private = own ? verdict.Appointment.Private : null,
            Subject = own ? verdict.Appointment.Subject : null,
            Keyword = own ? verdict.Keyword?.Text : null,
            Position = own && verdict.Position > 0 ? verdict.Position : null,
        };
    }
}
