using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Takes history that is old enough out of the journal, in small batches, so that no commit waits long behind one.</summary>
internal sealed class HistoryPruner(IJournal journal, TimeProvider clock, TimeSpan keep, ILogger logger) : ActorBase
{
    private const int BatchSize = 500;

    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private int _pruned;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, FirstLook, Period);

    protected override void Receive(object message)
    {
        switch (message)
        {
            case Look:
                journal.PruneAsync(Before, BatchSize, CancellationToken.None).PipeTo(Self, count => new Pruned(count), cause => new Status.Failure(cause));
                break;

            case Pruned { Count: BatchSize }:
                _pruned += BatchSize;
                Timers.StartSingleTimer(nameof(Breath), Look.Instance, Breath);
                break;

            case Pruned(var count):
                if (_pruned + count > 0)
                {
                    logger.Pruned(_pruned + count, Before);
                }

                _pruned = 0;
                break;

            case Status.Failure(var cause):
                _pruned = 0;
                logger.PruneFailed(cause.Message);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private DateTimeOffset Before => clock.GetUtcNow() - keep;

    private sealed record Look
    {
        public static Look Instance { get; } = new();
    }

    private sealed record Pruned(int Count);
}
