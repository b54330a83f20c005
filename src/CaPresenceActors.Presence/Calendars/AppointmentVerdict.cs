using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>Why an appointment leads to a presence, or why it does not.</summary>
public enum AppointmentReason : byte
{
    /// <summary>It wins, for a part of its time at least.</summary>
    Leads,

    /// <summary>It wins, and what is set by hand is shown over it all the time.</summary>
    SetByHand,

    /// <summary>It matches a keyword, and another one wins all the time.</summary>
    Outranked,

    /// <summary>No keyword occurs in its subject.</summary>
    NoKeyword,

    /// <summary>The site's options leave its kind out.</summary>
    Ignored,

    /// <summary>The owner declined.</summary>
    Declined,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It ends when it starts, so it is never on.</summary>
    NoLength,

    /// <summary>The calendar does not drive presence: the site or the person switched the integration off.</summary>
    IntegrationOff,
}

/// <summary>What becomes of an appointment under the rules, by the calendar alone.</summary>
/// <param name="Appointment">The appointment, with its subject: for the eyes of its owner.</param>
/// <param name="Reason">What becomes of it; never <see cref="AppointmentReason.SetByHand"/>, since nothing here knows what is set by hand.</param>
/// <param name="Keyword">The keyword that it matches, and the presence that this leads to; null when it matches none or does not count.</param>
/// <param name="Position">Where that keyword stands in the list, from 1; 0 when it matches none or does not count.</param>
/// <param name="Wins">When it wins, within the time that was asked for.</param>
public sealed record AppointmentVerdict(Appointment Appointment, AppointmentReason Reason, KeywordRow? Keyword, int Position, ImmutableArray<Stretch> Wins)
{
    /// <summary>The verdicts on all appointments that touch a stretch of time (UTC), in order of their start.</summary>
    public static ImmutableArray<AppointmentVerdict> Of(PresenceState state, DateTimeOffset from, DateTimeOffset until)
    {
        var wins = WinsOf(state.Agenda, from, until);
        var verdicts = ImmutableArray.CreateBuilder<AppointmentVerdict>();
        for (var i = 0; i < state.Calendar.Count; i++)
        {
            var (start, end) = (state.Calendar.StartOf(i), state.Calendar.EndOf(i));
            if (start < until && (end > from || (start == end && start >= from)))
            {
                verdicts.Add(Of(state, i, wins.GetValueOrDefault(state.Calendar.KeyOf(i), [])));
            }
        }

        return verdicts.DrainToImmutable();
    }

    private static AppointmentVerdict Of(PresenceState state, int index, ImmutableArray<Stretch> wins)
    {
        var appointment = state.Calendar[index];
        var none = new AppointmentVerdict(appointment, AppointmentReason.NoKeyword, null, 0, []);
        if (appointment.Cancelled)
        {
            return none with { Reason = AppointmentReason.Cancelled };
        }

        if (appointment.Response == MeetingResponse.Decline)
        {
            return none with { Reason = AppointmentReason.Declined };
        }

        if (!state.Calendar.Counts(index, state.Site.Options))
        {
            return none with { Reason = AppointmentReason.Ignored };
        }

        var position = state.Keywords.MatchUtf8(state.Calendar.SubjectOf(index));
        if (position == KeywordList.NoMatch)
        {
            return none;
        }

        var reason = !state.IsIntegrated ? AppointmentReason.IntegrationOff
            : appointment.Start == appointment.End ? AppointmentReason.NoLength
            : wins.IsEmpty ? AppointmentReason.Outranked
            : AppointmentReason.Leads;
        return new AppointmentVerdict(appointment, reason, state.Keywords[position].Row, position + 1, wins);
    }

    private static Dictionary<AppointmentKey, ImmutableArray<Stretch>> WinsOf(Agenda agenda, DateTimeOffset from, DateTimeOffset until)
    {
        var wins = new Dictionary<AppointmentKey, ImmutableArray<Stretch>>();
        for (var at = from; at < until;)
        {
            var end = agenda.NextBoundary(at) is { } boundary && boundary < until ? boundary : until;
            if (agenda.WinnerAt(at) is { } winner)
            {
                var before = wins.GetValueOrDefault(winner.Appointment, []);
                wins[winner.Appointment] = before is [.., var last] && last.Until == at ? before.SetItem(before.Length - 1, last with { Until = end }) : before.Add(new Stretch(at, end));
            }

            at = end;
        }

        return wins;
    }
}

/// <summary>A stretch of time, UTC: its beginning belongs to it, its end does not.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Whether two have an instant in common.</summary>
    public bool Meets(DateTimeOffset from, DateTimeOffset until) => From < until && from < Until;
}
