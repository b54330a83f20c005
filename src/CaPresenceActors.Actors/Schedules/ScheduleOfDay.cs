using System.Collections.Immutable;
using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Schedules;

/// <summary>Puts the schedule of a day together: pure, from what is known.</summary>
public sealed class ScheduleOfDay
{
    private readonly UserProfile _profile;
    private readonly string _zoneId;
    private readonly DateOnly _day;
    private readonly DateTimeOffset _now;

    private ScheduleOfDay(UserProfile profile, TimeZoneInfo zone, string zoneId, DateTimeOffset now, DateOnly day)
    {
        (_profile, _zoneId, _now, _day) = (profile, zoneId, now, day);
        (From, To) = (LocalDay.Begins(day, zone), LocalDay.Begins(day.AddDays(1), zone));
    }

    /// <summary>When the day begins, UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When the next day begins, UTC.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Up to when the day is past, UTC: now, or its end.</summary>
    public DateTimeOffset PastUntil => _now < To ? _now : To;

    /// <summary>The day of somebody.</summary>
    /// <param name="profile">Whose.</param>
    /// <param name="site">Its zone counts for who has none of their own.</param>
    /// <param name="now">Now, UTC, on the corrected clock.</param>
    /// <param name="day">The day in the zone that counts; null: today.</param>
    public static ScheduleOfDay Of(UserProfile profile, SiteConfiguration site, DateTimeOffset now, DateOnly? day)
    {
        var (zone, zoneId) = profile.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var own) ? (own, id) : (site.Zone, site.TimeZone);
        return new ScheduleOfDay(profile, zone, zoneId, now, day ?? LocalDay.Of(now, zone));
    }

    /// <summary>The day as nobody but the person and receptionists may see it: whose it is, and nothing else.</summary>
    public DaySchedule Hidden() => new()
    {
        Extension = _profile.Extension,
        Name = _profile.Name,
        TimeZone = _zoneId,
        Day = _day,
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
        var end = !state.IsIntegrated ? To : knownUntil is not { } known ? _now : known < To ? known : To;
        return PresenceDecider.Expect(state, _now > From ? _now : From, end).Select(e => new ShownPresence(e.From, e.Until, e.Presence, Expected: true, null, e.Manual));
    }

    private static ScheduledAppointment Tell(AppointmentVerdict verdict, ImmutableArray<ShownPresence> shown, ScheduleDetail detail)
    {
        var over = verdict.Wins.SelectMany(win => shown.Where(s => win.Meets(s.From, s.Until))).ToList();
        var isShown = over.Exists(s => s.Manual is null && s.Presence == verdict.Keyword!.Presence);
        var isOverridden = over.Count > 0 && over.TrueForAll(s => s.Manual is not null);
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
