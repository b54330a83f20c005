using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(4020, LogLevel.Error, "A {Kind} failed for a reason that nobody thought of; whoever started it was told so.")]
    public static partial void JobFailed(this ILogger logger, Exception exception, string kind);
}
