using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>A sweep asks a persistent actor that has changed for a snapshot.</summary>
internal sealed class SweepRequest(SweepRun run) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.TakeSweep(run);

    // At its end it left a snapshot, or a mark how far sweeps may go.
    public override void RunOnStopped(ActorCell cell) => run.Covers();
}

/// <summary>The journal's answer about a snapshot.</summary>
internal sealed class SnapshotAnswer(PersistentActor actor, SnapshotRequest request, bool saved, SweepRun? run) : SystemMessage
{
    public override void Run(ActorCell cell)
    {
        actor.SnapshotAnswered(request, saved);
        Report(cell);
    }

    public override void RunOnStopped(ActorCell cell)
    {
        // An older snapshot does not cover what the actor did before it stopped.
        if (saved && actor.EndsWith(request))
        {
            cell.System.Snapshots.Unblock(request.PersistenceId);
        }

        Report(cell);
    }

    private void Report(ActorCell cell)
    {
        if (!saved)
        {
            cell.System.WriteLimited(KernelLogLevel.Warning, KernelLogEvent.SnapshotFailed, cell, $"The journal did not take the snapshot of {request.PersistenceId}. The next sweep tries again.", typeof(SnapshotRequest), null);
            run?.Lacks(request.PersistenceId, 0);
        }
        else
        {
            run?.Covers();
        }
    }
}
