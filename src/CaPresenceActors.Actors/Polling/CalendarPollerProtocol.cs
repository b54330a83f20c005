using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Polling;

/// <summary>What the poller can be asked to do. It knows mailboxes, not presence.</summary>
public abstract record CalendarPollerMessage
{
    private CalendarPollerMessage()
    {
    }

    /// <summary>How to read from now on. A changed connection makes a new calendar source and tries every mailbox afresh.</summary>
    /// <param name="Settings">All settings.</param>
    /// <param name="GivenAgain">Whether somebody has just given the connection, be it the same one: reading that waits for that goes on.</param>
    public sealed record Configure(PollingSettings Settings, bool GivenAgain = false) : CalendarPollerMessage;

    /// <summary>Read this extension's calendar from now on. Said again with another account or zone, it replaces the earlier one.</summary>
    public sealed record Watch(string Extension, MailboxQuery Mailbox) : CalendarPollerMessage;

    /// <summary>Watch many at once.</summary>
    public sealed record WatchAll(ImmutableArray<Watch> Watches) : CalendarPollerMessage;

    /// <summary>Read this extension's calendar no longer: its integration is off, or it has no account any more.</summary>
    public sealed record Unwatch(string Extension) : CalendarPollerMessage;

    /// <summary>Read this extension's calendar as soon as the gates allow. Replies nothing; the reading goes where readings go.</summary>
    public sealed record ReadNow(string Extension) : CalendarPollerMessage;

    /// <summary>Read nothing more, and end what the server keeps for us. Replies <see cref="PollerFinished"/> when that is done.</summary>
    public sealed record Finish : CalendarPollerMessage;

    /// <summary>How are you? Replies <see cref="PollerHealth"/>.</summary>
    public sealed record GetHealth : CalendarPollerMessage;
}

/// <summary>The poller has ended what the server kept for it.</summary>
public sealed record PollerFinished;

/// <summary>How calendars are read.</summary>
public sealed record PollingSettings
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestSafetyInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSafetyInterval = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestCoalescing = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestHorizon = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestHorizon = TimeSpan.FromDays(31);
    private const int MostConcurrent = 100;

    /// <summary>Where from; null while no server is set up: nothing is read then.</summary>
    public ExchangeConnection? Connection { get; init; }

    /// <summary>How often each mailbox is read: 5 s to 1 h.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a mailbox is read all the same whose changes the server tells of: one minute to 6 h, so that what is read always reaches far enough ahead.</summary>
    public TimeSpan SafetyInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the news of a change the calendar is read, so that several pieces of news of one change are one read: up to 10 s.</summary>
    public TimeSpan Coalescing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many reads may be under way at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The site's zone: a reading begins at its last midnight.</summary>
    public TimeZoneInfo SiteZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How far ahead of now a reading reaches at least.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(48);

    /// <summary>What is wrong with these settings, in sentences; empty when they can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (Interval < ShortestInterval || Interval > LongestInterval)
        {
            yield return $"The polling interval is {Interval}, but must be {ShortestInterval} to {LongestInterval}.";
        }

        if (SafetyInterval < ShortestSafetyInterval || SafetyInterval > LongestSafetyInterval)
        {
            yield return $"The interval of safety reads is {SafetyInterval}, but must be {ShortestSafetyInterval} to {LongestSafetyInterval}.";
        }

        if (Coalescing < TimeSpan.Zero || Coalescing > LongestCoalescing)
        {
            yield return $"The time from the news of a change to the read is {Coalescing}, but must be at most {LongestCoalescing}.";
        }

        if (Concurrency is < 1 or > MostConcurrent)
        {
            yield return $"The number of reads at once is {Concurrency}, but must be 1 to {MostConcurrent}.";
        }

        if (Horizon < ShortestHorizon || Horizon > LongestHorizon)
        {
            yield return $"The horizon is {Horizon}, but must be {ShortestHorizon} to {LongestHorizon}.";
        }
    }
}

/// <summary>Where readings go. Called by the poller, in order for each extension; must not block.</summary>
public interface IReadings
{
    /// <summary>A calendar was read.</summary>
    void Good(GoodReading reading);

    /// <summary>A calendar could not be read; the last one goes on counting.</summary>
    void Failed(FailedReading reading);

    /// <summary>Changes of this extension's calendar are heard of from now on, or are not any more: while they are, what was read last holds.</summary>
    void Followed(string extension, bool isFollowed);

    /// <summary>This extension's calendar is another one from now on than was read, or may be: only a reading that is asked for later says what holds.</summary>
    void Outdated(string extension);

    /// <summary>A sweep over all mailboxes has ended.</summary>
    void SweepEnded(SweepSummary summary);
}

/// <summary>A calendar that was read.</summary>
/// <param name="Extension">Whose.</param>
/// <param name="Account">From which mailbox: a reading of an account that is no longer the extension's is dropped by who receives it.</param>
/// <param name="Calendar">All appointments that overlap the window.</param>
/// <param name="Window">What was asked for.</param>
/// <param name="RequestedAt">When it was asked for, UTC, corrected clock; of two readings the one requested later counts.</param>
/// <param name="ReadAt">When it was there, UTC, corrected clock.</param>
/// <param name="Dropped">Entries that made no sense and were left out.</param>
public sealed record GoodReading(
    string Extension, string Account, Calendar Calendar, CalendarWindow Window, DateTimeOffset RequestedAt, DateTimeOffset ReadAt, int Dropped);

/// <summary>A calendar that could not be read.</summary>
/// <param name="Extension">Whose.</param>
/// <param name="Failure">What kind of trouble.</param>
/// <param name="Reason">A sentence for the administrator.</param>
/// <param name="At">When, UTC, corrected clock.</param>
/// <param name="NextTry">When it is tried again; null when it waits for other settings.</param>
public sealed record FailedReading(string Extension, ReadFailure Failure, string Reason, DateTimeOffset At, DateTimeOffset? NextTry);

/// <summary>What a sweep over all mailboxes brought.</summary>
/// <param name="Mailboxes">How many were read, with or without success.</param>
/// <param name="Good">How many could be read.</param>
/// <param name="Failed">How many could not.</param>
/// <param name="Took">From the first request to the last answer.</param>
/// <param name="CommonestFailure">The reason that stood behind most failures; null when there was none.</param>
public sealed record SweepSummary(int Mailboxes, int Good, int Failed, TimeSpan Took, string? CommonestFailure);

/// <summary>How the poller is.</summary>
/// <param name="Mailboxes">How many it watches.</param>
/// <param name="InFlight">How many reads are under way.</param>
/// <param name="Overdue">How many wait although their time has come.</param>
/// <param name="ByFailure">How many mailboxes have which trouble.</param>
/// <param name="HoldsBackUntil">Until when nothing at all is asked, because the server said so or cannot be reached; null otherwise.</param>
/// <param name="Halted">Why nothing is asked until somebody acts (wrong password, refused certificate); null otherwise.</param>
/// <param name="LastSweep">The last sweep; null before the first.</param>
public sealed record PollerHealth(
    int Mailboxes,
    int InFlight,
    int Overdue,
    ImmutableDictionary<ReadFailure, int> ByFailure,
    DateTimeOffset? HoldsBackUntil,
    string? Halted,
    SweepSummary? LastSweep)
{
    /// <summary>What is wrong with the server as a whole, so that nobody's calendar is read but for a probe now and then, in sentences; null when nothing is.</summary>
    public string? Trouble { get; init; }

    /// <summary>When the server is probed next, UTC; null when there is no trouble, or when it waits for somebody to act.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>By which way calendars are read; null while none are.</summary>
    public ExchangeAccess? Access { get; init; }

    /// <summary>Whether that way was found by trying; otherwise the settings say it.</summary>
    public bool AccessIsChosen { get; init; }

    /// <summary>What has gone to the server and come from it, but for the streams; null while nothing is read.</summary>
    public ExchangeFigures? Figures { get; init; }

    /// <summary>The figures of the streams by which the server tells of changes; null while there are none.</summary>
    public WatchFigures? Watch { get; init; }

    /// <summary>How many mailboxes' changes the server tells of; the others are polled.</summary>
    public int Followed { get; init; }

    /// <summary>Why mailboxes are polled although the server could tell of their changes.</summary>
    public ImmutableArray<NotFollowed> NotFollowed { get; init; } = [];
}

/// <summary>Mailboxes that are polled although the server could tell of their changes.</summary>
/// <param name="Reason">Why, in a sentence for the administrator.</param>
/// <param name="Mailboxes">How many.</param>
public sealed record NotFollowed(string Reason, int Mailboxes);
