using CaPresenceActors.Actors.Board;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>One line in the log for every presence change, with how late it was published.</summary>
internal sealed class ChangeLog(ILogger logger, TimeProvider clock) : IChangeObserver
{
    public void Changed(PresenceChangeView change) => logger.PresenceChanged(
        change.Extension, change.From, change.To, change.Cause, (clock.GetUtcNow() - change.At).TotalMilliseconds);
}
