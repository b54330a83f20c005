using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Clock;

internal static partial class ServerClockLog
{
    [LoggerMessage(1281, LogLevel.Warning,
        "The Exchange server's clock differs from this machine's by {Difference}. Presence is decided on the server's: {Correction} is added. Set both by the same time source.")]
    public static partial void ClocksDiffer(ILogger logger, ClockBounds difference, TimeSpan correction);

    [LoggerMessage(1282, LogLevel.Information, "The Exchange server's clock and this machine's agree again to two seconds: they differ by {Difference}.")]
    public static partial void ClocksAgree(ILogger logger, ClockBounds difference);

    [LoggerMessage(1283, LogLevel.Information,
        "This machine's clock jumped by {Jump}: it was set, or the machine was suspended. The correction is now {Correction}.")]
    public static partial void OwnClockJumped(ILogger logger, TimeSpan jump, TimeSpan correction);
}
