using System.Collections.Immutable;
using System.Diagnostics;

namespace CaPresenceActors.Presence;

/// <summary>
/// The rules of presence. No clock, no I/O, no logging: the caller brings the time and carries out what follows.
/// </summary>
/// <remarks>
/// <para>The policy in short (SEMANTICS.md has it whole). Of the appointments that are on and match a keyword, one wins: the highest keyword, then the earlier start, then the
/// lower key. While the same appointment wins with the same presence, an <em>episode</em> lasts; where it begins or ends is an <em>edge</em>. What a person sets by hand
/// holds until an instant or until cleared over every appointment, or until the next change: then an edge clears it, or, with <see cref="AfterEvent.Previous"/>, hides it
/// until no episode runs. A change of settings never takes away what was set by hand.</para>
/// <para>Everything is one kind of step: the facts change at an instant, what runs is worked out afresh from all of them, and the settlement says what is shown. Before a
/// command, every boundary that has passed is settled at its own instant, so that a timer that fires late decides nothing else than one that fires in time.</para>
/// </remarks>
public static partial class PresenceDecider
{
    // A calendar has a few dozen boundaries in its window; who looks further ahead than this sees nothing worth showing.
    private const int OutlookLimit = 64;

    // A clock that is back by no more than this waits (SEMANTICS §7); one that is back by more has been set back.
    private static readonly TimeSpan LargestWait = TimeSpan.FromMinutes(1);

    /// <summary>What follows from a command at an instant (UTC, corrected clock).</summary>
    public static PresenceDecision Decide(PresenceState state, PresenceCommand command, DateTimeOffset now)
    {
        // The corrected clock itself waits; but after a restart it may know less of its correction than before.
        now = now < state.DecidedUntil && state.DecidedUntil - now <= LargestWait ? state.DecidedUntil : now;
        // Mostly one thing happens: then the builder's array is the result.
        var events = ImmutableArray.CreateBuilder<PresenceEvent>(1);
        var settled = PassBoundaries(state, now, events);
        var (happened, refusal) = Apply(settled, command, now);
        if (happened is not null)
        {
            events.Add(happened);
        }

        return events.Count == 0 && refusal is null ? PresenceDecision.Nothing : new PresenceDecision(events.DrainToImmutable(), refusal);
    }

    /// <summary>The state after an event.</summary>
    public static PresenceState Evolve(PresenceState state, PresenceEvent happened)
    {
        var facts = happened switch
        {
            PresenceEvent.CalendarReplaced replaced => state.WithCalendar(replaced.Calendar),
            PresenceEvent.SiteApplied applied => state.WithSite(applied.Site, applied.Rename),
            PresenceEvent.UserApplied applied => state.WithUser(applied.User, applied.CalendarForgotten),
            PresenceEvent.BoundaryPassed or PresenceEvent.ManualPresenceSet or PresenceEvent.ManualPresenceCleared or PresenceEvent.ClockSetBack => state,
            _ => throw new UnreachableException($"No rule for {happened.GetType().Name}."),
        };

        return Settled(facts, happened);
    }

    private static (PresenceEvent? Happened, string? Refusal) Apply(PresenceState state, PresenceCommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case PresenceCommand.CheckClock:
                return default;

            case PresenceCommand.ReplaceCalendar(var calendar):
                // An unchanged reading yields nothing: a poll a minute must not grow the journal.
                return calendar.Equals(state.Calendar)
                    ? default
                    : (new PresenceEvent.CalendarReplaced(now, calendar, Settle(state, state.WithCalendar(calendar), now, Trigger.Calendar)), null);

            case PresenceCommand.ApplySite(var site, var rename):
                return site == state.Site
                    ? default
                    : (new PresenceEvent.SiteApplied(now, site, rename, SettleSite(state, site, rename, now)), null);

            case PresenceCommand.ApplyUser(var user, var accountGiven):
                var forget = accountGiven || user.Account != state.User.Account;
                return user == state.User && !forget
                    ? default
                    : (new PresenceEvent.UserApplied(now, user, forget, SettleUser(state, user, forget, now)), null);

            case PresenceCommand.SetManualPresence set:
                return RefusalOf(state, set, now) is { } refusal ? (null, refusal) : (new PresenceEvent.ManualPresenceSet(now, SettleManual(state, set, now)), null);

            case PresenceCommand.ClearManualPresence:
                return state.Manual is null
                    ? default
                    : (new PresenceEvent.ManualPresenceCleared(now, Settle(state, state with { Manual = null }, now, Trigger.Person(PresenceCause.ManualCleared))), null);

            default:
                throw new UnreachableException($"No rule for {command.GetType().Name}.");
        }
    }

    // Edges and expiries come before an input of the same instant, each at the instant at which it was due.
    private static PresenceState PassBoundaries(PresenceState state, DateTimeOffset now, ImmutableArray<PresenceEvent>.Builder events)
    {
        if (now < state.DecidedUntil)
        {
            return Step(state, new PresenceEvent.ClockSetBack(now, Settle(state, state, now, Trigger.ClockSetBack)), events);
        }

        while (state.NextBoundary is { } boundary && boundary <= now)
        {
            var settlement = Settle(state, state, boundary, Trigger.Time);
            state = IsNews(state, settlement)
                ? Step(state, new PresenceEvent.BoundaryPassed(boundary, settlement), events)
                : state with { DecidedUntil = boundary };
        }

        return state;
    }

    private static PresenceState Step(PresenceState state, PresenceEvent happened, ImmutableArray<PresenceEvent>.Builder events)
    {
        events.Add(happened);
        return Evolve(state, happened);
    }

    // A boundary of an appointment that loses anyway, or a change of a keyword that leads to the same presence, is nothing to record.
    private static bool IsNews(PresenceState state, Settlement settlement) =>
        !Episode.Same(state.Episode, settlement.Episode) || state.Manual != settlement.Manual || settlement.Change is not null;

    private static Settlement SettleSite(PresenceState state, SiteSettings site, PresenceRename? rename, DateTimeOffset now)
    {
        var before = rename is null ? state : Renamed(state, rename);
        var after = before.WithSite(site, rename);
        var kept = after.Manual is { } manual && site.Presences.Find(manual.Presence) is null ? after with { Manual = null } : after;
        return Settle(before, kept, now, Trigger.Settings(CauseOf(state.Site, site)));
    }

    // The episode and the manual presence take the new name before anything is compared: a rename is no edge.
    private static PresenceState Renamed(PresenceState state, PresenceRename rename) => state with
    {
        Episode = state.Episode is { } episode ? episode with { Presence = rename.Of(episode.Presence) } : null,
        Manual = state.Manual is { } manual ? manual with { Presence = rename.Of(manual.Presence) } : null,
    };

    private static Settlement SettleUser(PresenceState state, UserSettings user, bool forget, DateTimeOffset now)
    {
        var cause = forget || user.Integration != state.User.Integration ? PresenceCause.IntegrationChanged : PresenceCause.KeywordsChanged;
        return Settle(state, state.WithUser(user, forget), now, Trigger.Settings(cause));
    }

    private static Settlement SettleManual(PresenceState state, PresenceCommand.SetManualPresence set, DateTimeOffset now)
    {
        var manual = new ManualPresence(
            state.Site.Presences.Find(set.Presence)!.Name, set.Hold, set.Until, Within: state.Episode is not null, SetAt: now, SetBy: set.By);
        return Settle(state, state with { Manual = manual }, now, Trigger.Person(PresenceCause.ManualSet));
    }

    private static string? RefusalOf(PresenceState state, PresenceCommand.SetManualPresence set, DateTimeOffset now) => set switch
    {
        _ when state.Site.Presences.Find(set.Presence) is null => $"The presence \"{set.Presence}\" is not in the presence list.",
        { Hold: Hold.Until, Until: null } => "A presence that holds until an instant needs the instant.",
        { Hold: Hold.Until, Until: { } until } when until <= now => $"The presence is to hold until {Instants.Print(until)}, which is not later than now ({Instants.Print(now)}).",
        { Hold: not Hold.Until, Until: not null } => "An instant goes with the hold \"until\" alone.",
        _ => null,
    };

    // The one settling function: `before` is how things stood, `facts` what is known now.
    private static Settlement Settle(PresenceState before, PresenceState facts, DateTimeOffset at, Trigger trigger)
    {
        var episode = facts.Agenda.WinnerAt(at);
        var isEdge = !Episode.Same(before.Episode, episode);
        var manual = isEdge ? AfterEdge(facts.Manual, before.Episode, episode, facts.Site.Options, trigger) : facts.Manual;
        var isExpiry = manual?.IsOver(at) == true;
        manual = isExpiry ? null : manual;

        var shown = Shown(facts, episode, manual);
        return new Settlement
        {
            Episode = episode,
            Losers = facts.Agenda.LosersAt(at),
            Manual = manual,
            Shown = shown,
            Change = shown == before.Shown ? null : Change(before.Shown, shown, episode, manual, trigger.Cause ?? CauseInTime(isEdge, episode, at)),
            Outlook = LookAhead(facts, episode, manual, shown, at),
        };
    }

    private static ManualPresence? AfterEdge(ManualPresence? manual, Episode? before, Episode? episode, PresenceOptions options, Trigger trigger)
    {
        if (manual is not { Hold: Hold.UntilNextChange })
        {
            return manual;
        }

        if (trigger.KeepsManual)
        {
            return manual.IsHiddenBy(before) ? manual : manual with { Within = episode is not null };
        }

        return options.AfterEvent == AfterEvent.Previous && !manual.Within ? manual : null;
    }

    private static string Shown(PresenceState facts, Episode? episode, ManualPresence? manual) =>
        manual is not null && !manual.IsHiddenBy(episode) ? manual.Presence : episode?.Presence ?? facts.Site.Presences.Default.Name;

    private static PresenceChange Change(string from, string to, Episode? episode, ManualPresence? manual, PresenceCause cause)
    {
        var byWinner = manual is null || manual.IsHiddenBy(episode) ? episode : null;
        return new PresenceChange(from, to, cause, byWinner?.Appointment, byWinner?.Keyword);
    }

    private static PresenceCause CauseInTime(bool isEdge, Episode? episode, DateTimeOffset at) => (isEdge, episode) switch
    {
        (false, _) => PresenceCause.ManualExpired,
        (true, null) => PresenceCause.EventEnded,
        (true, _) => episode.Start == at ? PresenceCause.EventStarted : PresenceCause.EventResumed,
    };

    // A save may change several things at once; the first of these names it.
    private static PresenceCause CauseOf(SiteSettings old, SiteSettings site) =>
        old.Integration != site.Integration ? PresenceCause.IntegrationChanged
        : !old.Presences.Equals(site.Presences) ? PresenceCause.PresencesChanged
        : !old.Keywords.Equals(site.Keywords) ? PresenceCause.KeywordsChanged
        : PresenceCause.OptionsChanged;

    private static Outlook LookAhead(PresenceState facts, Episode? episode, ManualPresence? manual, string shownNow, DateTimeOffset at)
    {
        for (var i = 0; i < OutlookLimit && NextVisible(facts.Agenda, manual, at) is { } boundary; i++)
        {
            at = boundary;
            (episode, manual) = InTime(facts, episode, manual, at);
            var shown = Shown(facts, episode, manual);
            if (shown != shownNow)
            {
                return new Outlook(at, shown);
            }
        }

        return Outlook.Open;
    }

    // What the course of time makes of what runs and of what is set by hand, at a boundary.
    private static (Episode? Episode, ManualPresence? Manual) InTime(PresenceState facts, Episode? episode, ManualPresence? manual, DateTimeOffset at)
    {
        var next = facts.Agenda.WinnerAt(at);
        var kept = Episode.Same(episode, next) ? manual : AfterEdge(manual, episode, next, facts.Site.Options, Trigger.Time);
        return (next, kept?.IsOver(at) == true ? null : kept);
    }

    // What is held over every appointment hides all their edges, however many lie before its end.
    private static DateTimeOffset? NextVisible(Agenda agenda, ManualPresence? manual, DateTimeOffset after) => manual?.Hold switch
    {
        Hold.Until => manual.Until,
        Hold.UntilCleared => null,
        _ => agenda.NextBoundary(after),
    };

    private static PresenceState Settled(PresenceState facts, PresenceEvent happened)
    {
        var settlement = happened.Settlement;
        return facts with
        {
            Episode = settlement.Episode,
            Manual = settlement.Manual,
            Shown = settlement.Shown,
            Since = settlement.Change is null ? facts.Since : happened.At,
            LastChange = settlement.Change ?? facts.LastChange,
            Outlook = settlement.Outlook,
            DecidedUntil = happened.At,
        };
    }

    /// <summary>What made a step, as far as the rules care: an edge treats what was set by hand by it, and an input names the cause.</summary>
    private readonly record struct Trigger(PresenceCause? Cause, bool KeepsManual)
    {
        public static Trigger Time { get; } = new(null, KeepsManual: false);

        // The day that comes again is nobody's doing, so it takes nothing away that somebody did.
        public static Trigger ClockSetBack { get; } = new(null, KeepsManual: true);

        public static Trigger Calendar { get; } = new(PresenceCause.CalendarChanged, KeepsManual: false);

        public static Trigger Settings(PresenceCause cause) => new(cause, KeepsManual: true);

        public static Trigger Person(PresenceCause cause) => new(cause, KeepsManual: false);
    }
}
