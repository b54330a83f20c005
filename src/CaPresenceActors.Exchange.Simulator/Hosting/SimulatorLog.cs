using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

internal static partial class SimulatorLog
{
    [LoggerMessage(3901, LogLevel.Error, "The Exchange simulator failed to answer a request and answered ErrorInternalServerError instead.")]
    public static partial void RequestFailed(this ILogger logger, Exception exception);
}
