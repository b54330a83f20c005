using System.Net;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Guarding;

internal static partial class ApiLog
{
    [LoggerMessage(4001, LogLevel.Error, "{Method} {Path} failed for a reason that nobody thought of; the caller got 500.")]
    public static partial void Failed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(4002, LogLevel.Warning, "A request from {Remote} was refused: {Reason}")]
    public static partial void Refused(this ILogger logger, IPAddress? remote, string reason);
}
