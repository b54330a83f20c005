using CaPresenceActors.Kernel.Inspection;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>What only some actors need, made when it is first needed.</summary>
internal sealed class CellExtras
{
    public ChildTable? Children;
    public HashSet<IActorRef>? Watching;
    public HashSet<ActorCell>? Watchers;
    public List<Envelope>? Stash;
    public Dictionary<object, NamedTimer>? Timers;
    public Stack<Action<object>>? Behaviors;

    /// <summary>Children whose failure was escalated and who wait for what comes of it.</summary>
    public List<ActorCell>? Escalated;

    public RestartCount Failures;
    public int Restarts;
    public FailureInspection? LastFailure;

    /// <summary>Children that were told to stop by a restart which waits for them.</summary>
    public HashSet<ActorCell>? Dying;

    public Exception? RestartCause;
    public bool BackoffDone;

    /// <summary>What the supervisor wants once the append under way is answered.</summary>
    public SystemMessage? AfterAppend;

    /// <summary>A sweep of snapshots that waits until the actor can answer.</summary>
    public SweepRun? PendingSweep;

    /// <summary>Position of the newest event that an earlier life of the persistent actor knew of.</summary>
    public long? LastPosition;
}
