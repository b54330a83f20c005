using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Ports;

/// <summary>
/// Reads calendars. The poller asks; what stands behind it (Exchange, or a test) is not its business.
/// </summary>
/// <remarks>
/// A read answers for every mailbox it was asked for, once, in the order of the questions: with the whole window of the calendar, or with the reason why
/// not. Trouble with one mailbox is that mailbox's answer and never an exception; trouble with the server or the network is the answer of every mailbox of
/// the request. Only cancellation throws. A calendar that could not be read is never answered as an empty one.
/// </remarks>
public interface ICalendarSource : IAsyncDisposable
{
    /// <summary>How many mailboxes one read may ask for: 1 under impersonation, more where one request can carry them.</summary>
    int MailboxesPerRead { get; }

    /// <summary>What has gone to and come from the server, for whoever looks after it. Can be asked at any time, from any thread.</summary>
    ExchangeFigures Figures => ExchangeFigures.None;

    /// <summary>Reads the window of one or several mailboxes.</summary>
    Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation);

    /// <summary>Finds out what the server is and whether the account may read this mailbox, without reading appointments. For the connection test and the choice of the access mode.</summary>
    Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation);

    /// <summary>Makes a watch over changes, which follows nothing yet. Null where this source, or its access mode, has no notifications: then polling is all there is.</summary>
    /// <param name="observer">Hears of them.</param>
    ICalendarWatch? Watch(ICalendarChangeObserver observer) => null;
}

/// <summary>Makes a calendar source for a connection; the poller makes a new one whenever the administrator changes the connection.</summary>
public interface ICalendarSourceFactory
{
    /// <summary>Makes a source. Does not connect yet.</summary>
    /// <param name="connection">Where and as whom to read.</param>
    /// <param name="clock">Told of every <c>Date</c> that the server sends.</param>
    ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock);
}

/// <summary>A mailbox to read.</summary>
/// <param name="Account">The Exchange user account, <c>name@domain</c>.</param>
/// <param name="Zone">The zone that its owner lives in: all-day appointments are days there.</param>
public sealed record MailboxQuery(string Account, TimeZoneInfo Zone);

/// <summary>What part of a calendar to read: appointments that overlap it, UTC.</summary>
public readonly record struct CalendarWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>What came of reading one mailbox.</summary>
public abstract record MailboxReading
{
    private MailboxReading(string account) => Account = account;

    /// <summary>The mailbox.</summary>
    public string Account { get; }

    /// <summary>The whole window.</summary>
    /// <param name="Account">The mailbox.</param>
    /// <param name="Calendar">The appointments that overlap the window.</param>
    /// <param name="Dropped">Entries that made no sense (a repeated key, an end before the start) and were left out.</param>
    public sealed record Good(string Account, Calendar Calendar, int Dropped) : MailboxReading(Account);

    /// <summary>It could not be read.</summary>
    /// <param name="Account">The mailbox.</param>
    /// <param name="Failure">What kind of trouble it is.</param>
    /// <param name="Reason">A sentence for the administrator: what was found, and what to do. Without secrets and subjects.</param>
    /// <param name="RetryAfter">How long the server asked to be left alone; or is known to need; null when neither is known.</param>
    public sealed record Failed(string Account, ReadFailure Failure, string Reason, TimeSpan? RetryAfter = null) : MailboxReading(Account)
    {
        /// <summary>Who is to be left alone.</summary>
        public FailureScope Scope { get; init; }

        /// <summary>What somebody has to do about it, in a sentence; null when it passes by itself, or nobody knows.</summary>
        public string? ToDo { get; init; }
    }
}

/// <summary>Why a mailbox could not be read, by what to do about it.</summary>
public enum ReadFailure
{
    /// <summary>The server cannot be reached, or the connection broke: try again soon.</summary>
    Unreachable,

    /// <summary>The server's certificate is not trusted: nothing is sent until the administrator acts.</summary>
    CertificateRefused,

    /// <summary>The account or the password is wrong: ask no more until the settings change, or the account gets locked out.</summary>
    NotAuthenticated,

    /// <summary>The account may not read this mailbox.</summary>
    AccessDenied,

    /// <summary>There is no such mailbox.</summary>
    UnknownMailbox,

    /// <summary>The mailbox is there but has no usable calendar.</summary>
    MailboxBroken,

    /// <summary>The mailbox is being moved to another server.</summary>
    MailboxMoving,

    /// <summary>The server asks to be left alone for this mailbox, or altogether.</summary>
    Throttled,

    /// <summary>The server has a passing trouble of its own: try again later.</summary>
    Transient,

    /// <summary>The answer is none that Exchange would give: another product, a proxy's page, broken XML.</summary>
    NotUnderstood,

    /// <summary>The request was wrong: a mistake in this program.</summary>
    RequestRefused,
}

/// <summary>Whom a failure concerns: who is to be left alone, while the others go on.</summary>
public enum FailureScope
{
    /// <summary>This mailbox alone.</summary>
    Mailbox,

    /// <summary>Everything that is asked in the name of the Exchange administrator's account.</summary>
    Account,

    /// <summary>The server as a whole, or the way there.</summary>
    Server,
}

/// <summary>What a check of the connection found.</summary>
/// <param name="Failure">Null when the mailbox can be read.</param>
/// <param name="Reason">A sentence for the administrator when it cannot.</param>
/// <param name="ServerVersion">What the server calls itself, such as <c>15.2.1748.10</c>; null when it did not say.</param>
public sealed record SourceCheck(ReadFailure? Failure, string? Reason, string? ServerVersion);

/// <summary>Hears of every <c>Date</c> header that the Exchange server sends (SEMANTICS §7). Called from any thread.</summary>
public interface IServerDateObserver
{
    /// <summary>The server said <paramref name="serverDate"/> (whole seconds) in answer to a request that left at <paramref name="sentAt"/> and whose answer began to arrive at <paramref name="receivedAt"/>, both on this machine's uncorrected clock, UTC.</summary>
    void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate);
}
