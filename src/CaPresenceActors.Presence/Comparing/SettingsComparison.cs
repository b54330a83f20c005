using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>
/// What other settings of the site would change for one person. There are no rules here: the decider lives through the same time twice, once with each settings, and what it shows is compared.
/// </summary>
/// <remarks>
/// Both futures begin with everything that is true of the person: their own keywords, integration and account, and what they have set by hand. Nobody sets anything by hand in either, and the calendar stays
/// as it was read. The other settings are applied at the beginning, in the way in which saving them would apply them: what was set by hand stays, unless its presence is gone.
/// </remarks>
public static class SettingsComparison
{
    /// <summary>The stretches in which the two futures differ, in order of time; empty when nobody would notice.</summary>
    /// <param name="person">How the person stands.</param>
    /// <param name="calendar">Their calendar, which reaches from <paramref name="from"/> to <paramref name="until"/>.</param>
    /// <param name="settings">The settings of today, and the others.</param>
    /// <param name="from">From when on, UTC; what has been decided for the person already is left as it is.</param>
    /// <param name="until">The end of what is compared, UTC.</param>
    public static ImmutableArray<PresenceDifference> Differences(PresenceState person, Calendar calendar, SettingsPair settings, DateTimeOffset from, DateTimeOffset until)
    {
        var start = from > person.DecidedUntil ? from : person.DecidedUntil;
        if (start >= until)
        {
            return [];
        }

        var today = After(After(person, new PresenceCommand.ApplySite(settings.Now), start), new PresenceCommand.ReplaceCalendar(calendar), start);
        var before = Future(today, start, until);
        var after = Future(After(today, new PresenceCommand.ApplySite(settings.Other), start), start, until);
        return Compare(before, after, until);
    }

    private static PresenceState After(PresenceState state, PresenceCommand command, DateTimeOffset at) =>
        PresenceDecider.Decide(state, command, at).Events.Aggregate(state, PresenceDecider.Evolve);

    // What is shown from the start on, and after each step that the course of time takes.
    private static List<Stretch> Future(PresenceState state, DateTimeOffset start, DateTimeOffset until)
    {
        var stretches = new List<Stretch> { Stretch.Of(start, state.Shown, state.Episode, state.Manual) };
        foreach (var step in PresenceDecider.Decide(state, new PresenceCommand.CheckClock(), until).Events)
        {
            stretches.Add(Stretch.Of(step.At, step.Settlement.Shown, step.Settlement.Episode, step.Settlement.Manual));
        }

        return stretches;
    }

    private static ImmutableArray<PresenceDifference> Compare(List<Stretch> before, List<Stretch> after, DateTimeOffset until)
    {
        var differences = ImmutableArray.CreateBuilder<PresenceDifference>();
        var (b, a) = (0, 0);
        var from = before[0].From;
        while (from < until)
        {
            var (nextBefore, nextAfter) = (EndOf(before, b, until), EndOf(after, a, until));
            var end = nextBefore < nextAfter ? nextBefore : nextAfter;
            if (end > from && before[b].Shown != after[a].Shown)
            {
                Add(differences, new PresenceDifference(from, end, before[b].Shown, after[a].Shown, before[b].Keyword, after[a].Keyword));
            }

            (b, a, from) = (nextBefore == end ? b + 1 : b, nextAfter == end ? a + 1 : a, end);
        }

        return differences.DrainToImmutable();
    }

    // Meetings back to back are one stretch to whoever looks at the board.
    private static void Add(ImmutableArray<PresenceDifference>.Builder differences, PresenceDifference next)
    {
        if (differences.Count > 0 && differences[^1] is var last && last with { From = next.From, Until = next.Until } == next && last.Until == next.From)
        {
            differences[^1] = last with { Until = next.Until };
        }
        else
        {
            differences.Add(next);
        }
    }

    private static DateTimeOffset EndOf(List<Stretch> stretches, int index, DateTimeOffset until) =>
        index + 1 < stretches.Count && stretches[index + 1].From < until ? stretches[index + 1].From : until;

    private readonly record struct Stretch(DateTimeOffset From, string Shown, string? Keyword)
    {
        public static Stretch Of(DateTimeOffset from, string shown, Episode? episode, ManualPresence? manual) =>
            new(from, shown, manual is null || manual.IsHiddenBy(episode) ? episode?.Keyword : null);
    }
}

/// <summary>Two settings of a site that are compared.</summary>
/// <param name="Now">Those of today.</param>
/// <param name="Other">The others.</param>
public sealed record SettingsPair(SiteSettings Now, SiteSettings Other);
