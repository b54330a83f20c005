using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.DryRuns;

/// <summary>
/// What other settings would change for whom in the days to come. Calendars are read anew for it, since the engine knows little more than two days of them, and compared by the rules that decide presence.
/// </summary>
/// <remarks>
/// It stands back behind everything else: two requests at the most are under way, none while the poller is late or the server wants to be left alone, and nothing at all once the account is refused. Calendars
/// are not kept, and subjects are not told.
/// </remarks>
public interface IDryRuns
{
    /// <summary>Works out settings of which some parts are others than today's.</summary>
    /// <param name="change">The parts.</param>
    /// <param name="days">How many days from now on.</param>
    /// <exception cref="RuleViolationException">The settings break a rule, or the number of days is not 1 to 14.</exception>
    DryRun Plan(CandidateSettings change, int days);

    /// <summary>Works out who would notice.</summary>
    /// <param name="run">What was planned.</param>
    /// <param name="observer">Hears of each person.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Why it ended before its end, in a sentence for the administrator; null when everybody was looked at.</returns>
    Task<string?> RunAsync(DryRun run, IDryRunObserver observer, CancellationToken cancellation);
}

/// <summary>Settings of the site that somebody thinks of. What is null stays as it is.</summary>
/// <param name="Keywords">The site's keyword list.</param>
/// <param name="Presences">The presence list.</param>
/// <param name="Options">The options.</param>
public sealed record CandidateSettings(ImmutableArray<KeywordRow>? Keywords, PresenceList? Presences, PresenceOptions? Options);

/// <summary>A dry run that can be carried out.</summary>
/// <param name="Settings">The settings of today, and the others.</param>
/// <param name="Window">The time that is looked at.</param>
public sealed record DryRun(SettingsPair Settings, CalendarWindow Window);

/// <summary>Hears how a dry run goes. Called from any thread, by two at once.</summary>
public interface IDryRunObserver
{
    /// <summary>So many people will be looked at.</summary>
    void Begun(int people);

    /// <summary>Somebody was looked at; without differences when they would notice nothing.</summary>
    void Compared(DryRunPerson person, ImmutableArray<PresenceDifference> differences);

    /// <summary>Somebody's calendar could not be read.</summary>
    void Unreadable(DryRunPerson person, string reason);

    /// <summary>It waits, until an instant where that is known, and why; null when it goes on.</summary>
    void Waits(DryRunPause? pause);
}

/// <summary>Somebody who is looked at.</summary>
/// <param name="Extension">Their extension.</param>
/// <param name="Name">Their name.</param>
public sealed record DryRunPerson(string Extension, string Name);

/// <summary>Why a dry run does nothing at the moment.</summary>
/// <param name="Until">Until when, UTC; null when nobody knows.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record DryRunPause(DateTimeOffset? Until, string Reason);
