using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite;

internal static partial class SqliteJournalLog
{
    [LoggerMessage(3001, LogLevel.Information, "Journal {File} opened: entries {Oldest} to {Head}, covered by snapshots up to {Covered}.")]
    public static partial void Opened(this ILogger logger, string file, long oldest, long head, long covered);

    [LoggerMessage(3002, LogLevel.Information, "Journal {File} closed at entry {Head}.")]
    public static partial void Closed(this ILogger logger, string file, long head);

    [LoggerMessage(3003, LogLevel.Information, "Journal {File} upgraded from schema {From} to {To}.")]
    public static partial void Upgraded(this ILogger logger, string file, int from, int to);

    [LoggerMessage(3004, LogLevel.Warning, "{File} could be read by others than its owner (mode {Mode}). It now has mode {Now}.")]
    public static partial void ModeTightened(this ILogger logger, string file, string mode, string now);

    [LoggerMessage(3010, LogLevel.Error, "{Problem}")]
    public static partial void WriteFailed(this ILogger logger, string problem);

    [LoggerMessage(3011, LogLevel.Information, "Journal {File} is written again, after {Duration}.")]
    public static partial void Healed(this ILogger logger, string file, TimeSpan duration);

    [LoggerMessage(3012, LogLevel.Error, "Journal {File} refused an append of {PersistenceId}: {Reason}")]
    public static partial void AppendRefused(this ILogger logger, string file, string persistenceId, string reason);

    [LoggerMessage(3013, LogLevel.Error, "A journal observer of type {Observer} threw. It may have missed the entries {From} to {To}.")]
    public static partial void ObserverFailed(this ILogger logger, Exception error, string observer, long from, long to);

    [LoggerMessage(3014, LogLevel.Error, "{PersistenceId} threw when it was told the outcome of its append or snapshot.")]
    public static partial void AnswerFailed(this ILogger logger, Exception error, string persistenceId);

    [LoggerMessage(3020, LogLevel.Warning, "The write-ahead log of journal {File} cannot be copied into the database: {Reason} Nothing is lost, but the log grows until the cause is gone.")]
    public static partial void CheckpointFailed(this ILogger logger, string file, string reason);

    [LoggerMessage(3021, LogLevel.Information, "The write-ahead log of journal {File} is copied into the database again.")]
    public static partial void CheckpointHealed(this ILogger logger, string file);
}
