using CaPresenceActors.Actors.Ports;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Polling;

internal static partial class CalendarPollerLog
{
    [LoggerMessage(1210, LogLevel.Information,
        "Calendars are read as {Connection}: every {Interval}, {Concurrency} requests at a time at most, {MailboxesPerRead} mailboxes in each.")]
    public static partial void Reading(ILogger logger, ExchangeConnection connection, TimeSpan interval, int concurrency, int mailboxesPerRead);

    [LoggerMessage(1211, LogLevel.Information, "No Exchange server is set up: no calendar is read.")]
    public static partial void NoServer(ILogger logger);

    [LoggerMessage(1212, LogLevel.Information, "{Mailboxes} calendars read in {Took}.")]
    public static partial void SweepEnded(ILogger logger, int mailboxes, TimeSpan took);

    [LoggerMessage(1213, LogLevel.Information,
        "{Good} of {Mailboxes} calendars read in {Took}. {Failed} could not be read and stay as they were, most of them for this reason: {Reason}")]
    public static partial void SweepEndedWithFailures(ILogger logger, int good, int mailboxes, TimeSpan took, int failed, string? reason);

    [LoggerMessage(1214, LogLevel.Warning,
        "Exchange cannot be read ({Cause}): {Reason} Calendars stay as they were. It is tried again at {NextTry:O}, one request at a time.")]
    public static partial void GateClosed(ILogger logger, ReadFailure cause, string reason, DateTimeOffset nextTry);

    [LoggerMessage(1215, LogLevel.Error,
        "Exchange refuses the account twice in a row: {Reason} Nothing is asked any more until the settings change, so that the account is not locked out. Calendars stay as they were.")]
    public static partial void WaitsForSettings(ILogger logger, string reason);

    [LoggerMessage(1216, LogLevel.Information, "Exchange can be read again, after {Lasted} ({Cause}).")]
    public static partial void GateOpened(ILogger logger, TimeSpan lasted, ReadFailure cause);

    [LoggerMessage(1217, LogLevel.Warning,
        "{Dropped} entries in the calendar of {Account} make no sense (a repeated key, or an end before the start) and are left out. This is said once for each calendar.")]
    public static partial void EntriesDropped(ILogger logger, int dropped, string account);

    [LoggerMessage(1218, LogLevel.Error, "The calendar source failed at a request for {Mailboxes} mailboxes, against its contract. The request counts as failed.")]
    public static partial void SourceBroken(ILogger logger, int mailboxes, Exception? cause);

    [LoggerMessage(1219, LogLevel.Warning, "The former calendar source could not be closed.")]
    public static partial void SourceNotDisposed(ILogger logger, Exception cause);

    [LoggerMessage(1220, LogLevel.Warning, "Reads of the former calendar source have not ended {Waited} after they were cancelled. It is closed under them.")]
    public static partial void ReadsDoNotEnd(ILogger logger, TimeSpan waited);

    [LoggerMessage(1221, LogLevel.Information, "The clock has moved by {By}: every calendar is read anew.")]
    public static partial void ClockMoved(ILogger logger, TimeSpan by);

    [LoggerMessage(1222, LogLevel.Error, "These settings for reading calendars are not accepted, and the former ones stay: {Problems}")]
    public static partial void SettingsRefused(ILogger logger, string problems);

    [LoggerMessage(1223, LogLevel.Error, "No calendar source can be made to read as {Connection}. No calendar is read until the settings change.")]
    public static partial void SourceNotMade(ILogger logger, ExchangeConnection connection, Exception cause);

    [LoggerMessage(1224, LogLevel.Information, "Calendars can be read by {Access}; that is kept.")]
    public static partial void AccessProven(ILogger logger, ExchangeAccess access);

    [LoggerMessage(1225, LogLevel.Warning, "The account may read nobody's calendar by {Access}. {Next} is tried next.")]
    public static partial void AccessDenied(ILogger logger, ExchangeAccess access, ExchangeAccess next);

    [LoggerMessage(1226, LogLevel.Warning, "Listening to changes of calendars could not be ended in order. The server ends what it keeps for us by itself after a while.")]
    public static partial void WatchNotDisposed(ILogger logger, Exception cause);
}
