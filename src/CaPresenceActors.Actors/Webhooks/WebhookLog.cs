using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>What webhooks say to operators. Of an address, only scheme, host and port: the rest may be a secret.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Webhook {Name} ({Id}) to {Target} does not get through: {Error} It is tried again and again; what changes meanwhile is not lost.")]
    public static partial void DoesNotGetThrough(this ILogger logger, string name, string id, string target, string error);

    [LoggerMessage(1302, LogLevel.Information, "Webhook {Name} ({Id}) to {Target} gets through again, after {Failures} failures.")]
    public static partial void GetsThroughAgain(this ILogger logger, string name, string id, string target, int failures);

    [LoggerMessage(1303, LogLevel.Warning, "Webhook {Name} ({Id}) was disabled: its receiver at {Target} answered 410, that it is gone for good.")]
    public static partial void IsGone(this ILogger logger, string name, string id, string target);

    [LoggerMessage(1304, LogLevel.Warning, "Webhook {Name} ({Id}) is told that changes are missing: it was at position {Position}, and what follows is no longer in the journal. It goes on after {GoesOn}.")]
    public static partial void ChangesAreMissing(this ILogger logger, string name, string id, long position, long goesOn);
}
