using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>What the host says to operators.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1001, LogLevel.Information, "Listening on {Address}. Try {Address}api/v1/presence.")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(1002, LogLevel.Information, "The database is new: the site starts with what the configuration says under \"seed\".")]
    public static partial void Seeded(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Information, "{Count} users were taken from {File}.")]
    public static partial void UsersSeeded(this ILogger logger, int count, string file);
}
