using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Streaming;

internal static partial class CalendarWatchLog
{
    [LoggerMessage(1301, LogLevel.Information, "Changes of {Followed} of {Wanted} calendars are heard, on {Streams} streams; {LastingLosses} cannot be and are polled.")]
    public static partial void Settled(ILogger logger, int followed, int wanted, int streams, int lastingLosses);

    [LoggerMessage(1302, LogLevel.Warning, "Requests for notifications wait {For}: {Reason}")]
    public static partial void Waits(ILogger logger, TimeSpan @for, string reason);

    [LoggerMessage(1303, LogLevel.Error,
        "Exchange refuses the account for notifications: {Reason} Nothing more is asked until it is accepted at reading or the settings change, so that it is not locked out. Calendars are polled.")]
    public static partial void Stopped(ILogger logger, string reason);

    [LoggerMessage(1304, LogLevel.Information, "Requests for notifications go on.")]
    public static partial void GoesOn(ILogger logger);

    [LoggerMessage(1305, LogLevel.Information, "Stream {Group} with {Mailboxes} calendars was lost: {Reason} All of them are read again when it is back.")]
    public static partial void StreamLost(ILogger logger, int group, int mailboxes, string reason);

    [LoggerMessage(1306, LogLevel.Warning, "Another connection has taken over stream {Group}, {Times} times in a row. Is a second instance running on the same data?")]
    public static partial void Displaced(ILogger logger, int group, int times);

    [LoggerMessage(1307, LogLevel.Warning, "Changes of the calendar of {Account} cannot be heard, so it is polled: {Reason} Other calendars with this trouble are counted, not named.")]
    public static partial void CannotFollow(ILogger logger, string account, string reason);

    [LoggerMessage(1308, LogLevel.Error, "The watch over calendars failed at {What}. This is a mistake in the program; the watch goes on.")]
    public static partial void Failed(ILogger logger, string what, Exception cause);

    [LoggerMessage(1309, LogLevel.Information, "{Left} subscriptions were not ended within {Farewell} at the end of the watch. They expire by themselves.")]
    public static partial void LeftBehind(ILogger logger, int left, TimeSpan farewell);
}
