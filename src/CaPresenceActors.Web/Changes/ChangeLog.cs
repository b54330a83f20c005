using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Changes;

internal static partial class ChangeLog
{
    [LoggerMessage(4010, LogLevel.Information, "A subscriber of the change stream was cut off: {Reason}")]
    public static partial void SubscriberCutOff(this ILogger logger, string reason);
}
