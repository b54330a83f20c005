using CaPresenceActors.Kernel;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Hands what the kernel says to the host's logging, under the kernel's own numbers.</summary>
internal sealed class KernelLogAdapter(ILogger logger) : IKernelLog
{
    public void Write(KernelLogEntry entry)
    {
        var level = entry.Level switch
        {
            KernelLogLevel.Debug => LogLevel.Debug,
            KernelLogLevel.Information => LogLevel.Information,
            KernelLogLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (logger.IsEnabled(level))
        {
            logger.Log(level, new EventId((int)entry.Event, entry.Event.ToString()), entry, entry.Cause, static (e, _) => $"{e.Source}: {e.Message}");
        }
    }
}
