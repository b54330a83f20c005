namespace CaPresenceActors.Kernel;

/// <summary>Takes what the kernel has to say. The host hands it to its logging. Called from any thread; must be quick.</summary>
public interface IKernelLog
{
    void Write(KernelLogEntry entry);
}

/// <summary>One thing the kernel has to say.</summary>
/// <param name="Level">Who should care.</param>
/// <param name="Event">What happened; its number is stable.</param>
/// <param name="Source">Path of the actor, or name of the part, that it is about.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Cause">The exception behind it.</param>
public sealed record KernelLogEntry(KernelLogLevel Level, KernelLogEvent Event, string Source, string Message, Exception? Cause = null);

/// <summary>Who should care.</summary>
public enum KernelLogLevel
{
    /// <summary>Developers.</summary>
    Debug,

    /// <summary>An operator may like to know.</summary>
    Information,

    /// <summary>Someone may have to act.</summary>
    Warning,

    /// <summary>Someone must act.</summary>
    Error,
}

/// <summary>What the kernel logs. Numbers are never given away again.</summary>
public enum KernelLogEvent
{
    ActorRestarted = 1001,
    ActorResumed = 1002,
    ActorStoppedByFailure = 1003,
    FailureEscalated = 1004,
    HookFailed = 1005,
    DeciderFailed = 1006,
    DeadLetter = 1010,
    AppendFailed = 1020,
    RecoveryFailed = 1021,
    SnapshotFailed = 1022,
    SnapshotSweepBlocked = 1023,
    RecoveryFinished = 1024,
    PersistenceIdWithoutOwner = 1025,
    ShutdownTaskFailed = 1030,
    ShutdownTaskTimedOut = 1031,
    ShutdownPhase = 1032,
    KernelFault = 1099,
}
