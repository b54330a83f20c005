using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Says in sentences why an extension shows what it shows. Times are those of the site's zone; subjects are never told.</summary>
internal sealed class WhyTeller(TimeZoneInfo zone, DateTimeOffset now)
{
    public PresenceWhy Tell(PresenceView view, PresenceState state, Freshness freshness)
    {
        var losers = state.Agenda.LosersAt(now);
        var hidden = state.Manual?.IsHiddenBy(state.Episode) == true;
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.Add($"Extension {view.Extension} shows \"{state.Shown}\" since {Time(state.Since)}.");
        sentences.Add(Reason(state, hidden));
        sentences.AddRange(Behind(state, hidden));
        sentences.AddRange(losers.Select(loser => Lost(loser, state.Episode)));
        sentences.Add(Outlook(state.Outlook));
        sentences.Add(Fresh(state, view, freshness));
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

    private string Fresh(PresenceState state, PresenceView view, Freshness freshness)
    {
        if (!state.IsIntegrated)
        {
            return "The calendar is not read.";
        }

        var read = freshness.LastGoodRead is { } at ? $"The calendar was last read at {Time(at, withSeconds: true)}" : "The calendar has not been read yet";
        var stale = view.StaleSince is null ? string.Empty : " and is stale";
        var outlasted = view.CoveredUntil < now ? " The known calendar ends in the past, so later appointments are not known." : string.Empty;
        return $"{read}{stale}.{outlasted}{Trouble(freshness)}";
    }

    // What keeps everybody's calendar from being read comes before what one's own last try met, since that try was perhaps the probe, or long ago.
    private string Trouble(Freshness freshness) => freshness switch
    {
        { Poller.Trouble: { } trouble } => $" Exchange is not read at the moment: {trouble}{NextTry(freshness.Poller.NextTry)}",
        { Own: { } own } => $" The last try failed: {own.Reason}",
        _ => string.Empty,
    };

    private string NextTry(DateTimeOffset? next) => next is not { } at ? string.Empty : at > now ? $" Next try {Time(at, withSeconds: true)}." : " It is being tried again.";

    private string Time(DateTimeOffset instant, bool withSeconds = false)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var form = withSeconds || local.Second != 0 ? "HH:mm:ss" : "HH:mm";
        return local.ToString(local.Date == today ? form : $"yyyy-MM-dd {form}", CultureInfo.InvariantCulture);
    }

    private static string Ordinal(int position) => string.Create(CultureInfo.InvariantCulture, $"position {position}");
}

/// <summary>What is known of how calendars are read.</summary>
/// <param name="LastGoodRead">When the extension's calendar was last read, UTC; null when never.</param>
/// <param name="Own">Why the last try to read it failed; null when it did not.</param>
/// <param name="Poller">How reading goes for everybody.</param>
internal sealed record Freshness(DateTimeOffset? LastGoodRead, FailedReading? Own, PollerHealth Poller);
