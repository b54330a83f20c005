using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>What an extension can be asked to do. A command says what its sender knows, never what follows from it.</summary>
public abstract record PresenceCommand
{
    private PresenceCommand()
    {
    }

    /// <summary>The whole calendar as a reading found it. It replaces the one before.</summary>
    public sealed record ReplaceCalendar(Calendar Calendar) : PresenceCommand;

    /// <summary>The site's settings as they are now.</summary>
    /// <param name="Site">All of them.</param>
    /// <param name="Rename">When the change was a rename, which one; the extension's own rows and its manual presence go along.</param>
    public sealed record ApplySite(SiteSettings Site, PresenceRename? Rename = null) : PresenceCommand;

    /// <summary>The person's own settings as they are now.</summary>
    /// <param name="User">All of them.</param>
    /// <param name="AccountGiven">The account was given anew: the calendar is forgotten even if it is the same one.</param>
    public sealed record ApplyUser(UserSettings User, bool AccountGiven = false) : PresenceCommand;

    /// <summary>A person sets a presence by hand.</summary>
    /// <param name="Presence">Its name, with or without white space around it.</param>
    /// <param name="Hold">How long it holds.</param>
    /// <param name="Until">With <see cref="Hold.Until"/> the end, UTC, later than now; otherwise null.</param>
    /// <param name="By">Who; null when nobody says.</param>
    public sealed record SetManualPresence(string Presence, Hold Hold = Hold.UntilNextChange, DateTimeOffset? Until = null, string? By = null) : PresenceCommand;

    /// <summary>A person clears what was set by hand. Clearing nothing is no mistake.</summary>
    public sealed record ClearManualPresence : PresenceCommand;

    /// <summary>Look at the clock. The wake-up timer sends this; it carries no facts of its own.</summary>
    public sealed record CheckClock : PresenceCommand;
}

/// <summary>
/// What has happened to an extension, one event a step. Each carries its settlement, so that nothing has to be worked out again to go on from it. These are journalled: fields are only ever added,
/// and none holds a subject.
/// </summary>
/// <param name="At">The instant at which it took effect, UTC: the due instant of a boundary, or the arrival of an input.</param>
/// <param name="Settlement">How things stand after it.</param>
public abstract record PresenceEvent(DateTimeOffset At, Settlement Settlement)
{
    /// <summary>The course of time brought an edge or the end of a manual presence.</summary>
    public sealed record BoundaryPassed(DateTimeOffset At, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>A reading brought another calendar.</summary>
    /// <param name="At">When it was applied.</param>
    /// <param name="Calendar">The calendar. It is kept beside the journal and overwritten; the journal knows only that it changed.</param>
    /// <param name="Settlement">How things stand after it.</param>
    public sealed record CalendarReplaced(DateTimeOffset At, Calendar Calendar, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>The site's settings changed. The journal keeps their version.</summary>
    public sealed record SiteApplied(DateTimeOffset At, SiteSettings Site, PresenceRename? Rename, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>The person's settings changed.</summary>
    /// <param name="At">When.</param>
    /// <param name="User">All of them.</param>
    /// <param name="CalendarForgotten">Whether the account was given anew, which empties the calendar.</param>
    /// <param name="Settlement">How things stand after it.</param>
    public sealed record UserApplied(DateTimeOffset At, UserSettings User, bool CalendarForgotten, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>A presence was set by hand; the settlement has it.</summary>
    public sealed record ManualPresenceSet(DateTimeOffset At, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>What was set by hand was cleared by a person.</summary>
    public sealed record ManualPresenceCleared(DateTimeOffset At, Settlement Settlement) : PresenceEvent(At, Settlement);

    /// <summary>The corrected clock was set back by more than a minute; the time that comes again is decided again.</summary>
    public sealed record ClockSetBack(DateTimeOffset At, Settlement Settlement) : PresenceEvent(At, Settlement);
}

/// <summary>How things stand after a step: what runs, what is set by hand, what is shown and why, and until when.</summary>
public sealed record Settlement
{
    /// <summary>What runs; null between episodes.</summary>
    public Episode? Episode { get; init; }

    /// <summary>What else was on and matched, and lost.</summary>
    public ImmutableArray<Contender> Losers { get; init; } = [];

    /// <summary>What is set by hand, shown or hidden; null for nothing.</summary>
    public ManualPresence? Manual { get; init; }

    /// <summary>The presence that is shown.</summary>
    public required string Shown { get; init; }

    /// <summary>The change of what is shown; null when it stayed.</summary>
    public PresenceChange? Change { get; init; }

    /// <summary>What is expected to come next.</summary>
    public Outlook Outlook { get; init; } = Outlook.Open;
}

/// <summary>A change of the presence that is shown (SEMANTICS §6).</summary>
/// <param name="From">What was shown before.</param>
/// <param name="To">What is shown now.</param>
/// <param name="Cause">Why.</param>
/// <param name="Appointment">The winner, when what is shown is its presence.</param>
/// <param name="Keyword">The winner's keyword as written in the list, when what is shown is its presence.</param>
public sealed record PresenceChange(string From, string To, PresenceCause Cause, AppointmentKey? Appointment, string? Keyword);

/// <summary>Until when the shown presence is expected to hold, and what comes then, as far as the calendar is known.</summary>
public sealed record Outlook
{
    // Every extension has one: ticks are a third of an instant that may be missing. 0: none is in sight.
    private readonly long _untilTicks;

    /// <summary>What is expected.</summary>
    /// <param name="until">The next change, UTC; null when none is in sight.</param>
    /// <param name="next">What will be shown then.</param>
    public Outlook(DateTimeOffset? until, string? next) => (_untilTicks, Next) = (until?.UtcTicks ?? 0, next);

    /// <summary>No change in sight.</summary>
    public static Outlook Open { get; } = new(null, null);

    /// <summary>The next change, UTC; null when none is in sight.</summary>
    public DateTimeOffset? Until => _untilTicks == 0 ? null : new DateTimeOffset(_untilTicks, TimeSpan.Zero);

    /// <summary>What will be shown then.</summary>
    public string? Next { get; }
}

/// <summary>Why the shown presence changed.</summary>
public enum PresenceCause : byte
{
    /// <summary>An edge in the course of time, to a winner that starts at this instant.</summary>
    EventStarted,

    /// <summary>An edge in the course of time, to a winner that started earlier.</summary>
    EventResumed,

    /// <summary>An edge in the course of time, to none.</summary>
    EventEnded,

    /// <summary>A reading brought another calendar.</summary>
    CalendarChanged,

    /// <summary>The keyword list changed.</summary>
    KeywordsChanged,

    /// <summary>The presence list changed.</summary>
    PresencesChanged,

    /// <summary>The options changed.</summary>
    OptionsChanged,

    /// <summary>The integration was switched, or the account changed.</summary>
    IntegrationChanged,

    /// <summary>A presence was set by hand.</summary>
    ManualSet,

    /// <summary>What was set by hand was cleared.</summary>
    ManualCleared,

    /// <summary>The end of what was set by hand came.</summary>
    ManualExpired,
}

/// <summary>What comes of a command.</summary>
/// <param name="Events">What happened, oldest first; empty when nothing did.</param>
/// <param name="Refusal">Why the command was refused, for the person who gave it; null when it was not. What was due before it happened all the same.</param>
public sealed record PresenceDecision(ImmutableArray<PresenceEvent> Events, string? Refusal = null)
{
    /// <summary>Nothing happened.</summary>
    public static PresenceDecision Nothing { get; } = new([]);
}
