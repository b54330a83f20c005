using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Says in sentences why an extension shows what it shows. Times are those of the site's zone; subjects are never told.</summary>
internal sealed class WhyTeller(TimeZoneInfo zone, DateTimeOffset now)
{
    public PresenceWhy Tell(PresenceView view, PresenceState state, DateTimeOffset? lastGoodRead, FailedReading? trouble)
    {
        var losers = state.Agenda.LosersAt(now);
        var hidden = state.Manual?.IsHiddenBy(state.Episode) == true;
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.Add($"Extension {view.Extension} shows \"{state.Shown}\" since {Time(state.Since)}.");
        sentences.Add(Reason(state, hidden));
        sentences.AddRange(Behind(state, hidden));
        sentences.AddRange(losers.Select(loser => Lost(loser, state.Episode)));
        sentences.Add(Outlook(state.Outlook));
        sentences.Add(Freshness(state, view, lastGoodRead, trouble));
        return new PresenceWhy
        {
            View = view,
            LastChange = state.LastChange,
            Winner = state.Episode,
            Losers = losers,
            Manual = state.Manual,
            ManualHidden = hidden,
            OwnKeywords = state.User.OwnKeywords is not null,
            Sentences = sentences.ToImmutable(),
        };
    }

    private string Reason(PresenceState state, bool hidden) => (state.Manual, state.Episode) switch
    {
        ({ } manual, _) when !hidden => $"{SetByHand(manual)} {Holds(manual)}",
        (_, { } episode) => $"An appointment from {Time(episode.Start)} to {Time(episode.End)} matches {KeywordOf(episode.Keyword, episode.Position, state)}.",
        _ when !state.Site.Integration => "The Exchange integration of the site is off, so the default presence is shown.",
        _ when state.User.Account is null => "There is no Exchange user account, so the default presence is shown.",
        _ when !state.User.Integration => "The person has switched the Exchange integration off, so the default presence is shown.",
        _ => "No appointment that is on now matches a keyword, so the default presence is shown.",
    };

    private IEnumerable<string> Behind(PresenceState state, bool hidden)
    {
        if (hidden && state.Manual is { } waiting)
        {
            yield return $"\"{waiting.Presence}\", set by hand at {Time(waiting.SetAt)}, comes back when no appointment that matches is on.";
        }
        else if (state is { Manual: not null, Episode: { } episode })
        {
            yield return $"By the calendar it would be \"{episode.Presence}\": an appointment from {Time(episode.Start)} to {Time(episode.End)} matches {KeywordOf(episode.Keyword, episode.Position, state)}.";
        }
    }

    private static string KeywordOf(string keyword, int position, PresenceState state) =>
        $"the keyword \"{keyword}\" ({Ordinal(position)} in {(state.User.OwnKeywords is null ? "the site's list" : "the person's own list")})";

    private string SetByHand(ManualPresence manual) =>
        $"It was set by hand at {Time(manual.SetAt)}{(manual.SetBy is { } by ? $" by {by}" : string.Empty)}";

    private string Holds(ManualPresence manual) => manual.Hold switch
    {
        Hold.Until => $"and holds until {Time(manual.Until!.Value)}, over every appointment.",
        Hold.UntilCleared => "and holds until somebody clears it, over every appointment.",
        _ => "and holds until an appointment that matches begins or ends.",
    };

    private string Lost(Contender loser, Episode? winner)
    {
        var why = winner is null || loser.Position > winner.Position ? "its keyword stands lower in the list"
            : loser.Start > winner.Start ? "it started later"
            : "of two that are alike otherwise, one has to win: the one with the lower key";
        return $"Also on: an appointment since {Time(loser.Start)} that matches \"{loser.Keyword}\" ({Ordinal(loser.Position)} in the list). It lost because {why}.";
    }

    private string Outlook(Outlook outlook) =>
        outlook is { Until: { } until, Next: { } next } ? $"Expected until {Time(until)}, then \"{next}\"." : "No change is in sight.";

    private string Freshness(PresenceState state, PresenceView view, DateTimeOffset? lastGoodRead, FailedReading? trouble)
    {
        if (!state.IsIntegrated)
        {
            return "The calendar is not read.";
        }

        var read = lastGoodRead is { } at ? $"The calendar was last read at {Time(at, withSeconds: true)}" : "The calendar has not been read yet";
        var stale = view.StaleSince is null ? string.Empty : " and is stale";
        var outlasted = view.CoveredUntil < now ? " The known calendar ends in the past, so later appointments are not known." : string.Empty;
        var failed = trouble is null ? string.Empty : $" The last try failed: {trouble.Reason}";
        return $"{read}{stale}.{outlasted}{failed}";
    }

    private string Time(DateTimeOffset instant, bool withSeconds = false)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var form = withSeconds || local.Second != 0 ? "HH:mm:ss" : "HH:mm";
        return local.ToString(local.Date == today ? form : $"yyyy-MM-dd {form}", CultureInfo.InvariantCulture);
    }

    private static string Ordinal(int position) => string.Create(CultureInfo.InvariantCulture, $"position {position}");
}
