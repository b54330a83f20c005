using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>Make the actor.</summary>
internal sealed class Create(BulkRecovery? recovery, bool hasNoPast = false) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.Start(recovery, hasNoPast);

    public override void RunOnStopped(ActorCell cell) => recovery?.LeftUnregistered();
}

/// <summary>Stop when the current message is done.</summary>
internal sealed class Stop : SystemMessage
{
    public override void Run(ActorCell cell) => cell.BeginStop();
}

/// <summary>A child failed and waits for a decision.</summary>
internal sealed class ChildFailed(ActorCell child, Exception cause) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.Supervise(child, cause);
}

/// <summary>A child has stopped.</summary>
internal sealed class ChildStopped(ActorCell child) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.ChildHasStopped(child);

    public override void RunOnStopped(ActorCell cell) => cell.ChildHasStopped(child);
}

/// <summary>The supervisor's decision: go on.</summary>
internal sealed class Resume : SystemMessage
{
    public override void Run(ActorCell cell) => cell.ResumeAfterFailure();
}

/// <summary>The supervisor's decision: be made anew after a delay.</summary>
internal sealed class Restart(Exception cause, TimeSpan delay) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.BeginRestart(this, cause, delay);
}

/// <summary>The delay before a restart is over.</summary>
internal sealed class BackoffOver : SystemMessage
{
    public override void Run(ActorCell cell) => cell.BackoffIsOver();
}

/// <summary>Somebody wants to know when the cell stops.</summary>
internal sealed class Watch(ActorCell watcher) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.AddWatcher(watcher);

    public override void RunOnStopped(ActorCell cell) => watcher.Deliver(new TerminatedEnvelope(cell));
}

/// <summary>Somebody no longer wants to know.</summary>
internal sealed class Unwatch(ActorCell watcher) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.RemoveWatcher(watcher);
}
