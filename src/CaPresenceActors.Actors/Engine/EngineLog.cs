using CaPresenceActors.Presence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>What the engine says to operators. Numbers are never given away again; nothing here can hold a subject or a secret.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1101, LogLevel.Information, "Extension {Extension}: {From} → {To} ({Cause}), {LatenessMs:F0} ms after it was due.")]
    public static partial void PresenceChanged(this ILogger logger, string extension, string from, string to, PresenceCause cause, double latenessMs);

    [LoggerMessage(1102, LogLevel.Information, "The engine is ready: {Extensions} extensions, journal at position {Position}, recovered in {TookMs:F0} ms.")]
    public static partial void Ready(this ILogger logger, int extensions, long position, double tookMs);

    [LoggerMessage(1103, LogLevel.Information, "The engine stops: {Reason}.")]
    public static partial void Stopping(this ILogger logger, string reason);

    [LoggerMessage(1104, LogLevel.Information, "The site's settings are version {Version} now, changed by {By}.")]
    public static partial void SiteChanged(this ILogger logger, long version, string by);

    [LoggerMessage(1105, LogLevel.Error, "The Exchange password cannot be read any more, since the keys that protect it are gone or others. Calendars are not read. Give the password again.")]
    public static partial void PasswordLost(this ILogger logger);

    [LoggerMessage(1106, LogLevel.Information, "{Count} entries of the journal that were recorded before {Before:O} were pruned.")]
    public static partial void Pruned(this ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(1107, LogLevel.Warning, "Pruning the journal failed and is tried again later: {Reason}")]
    public static partial void PruneFailed(this ILogger logger, string reason);
}
