using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel;

/// <summary>What an actor system is made of.</summary>
public sealed record ActorSystemSettings
{
    /// <summary>Named in logs and in the timer thread's name.</summary>
    public string Name { get; init; } = "capresence";

    /// <summary>The only clock that the kernel reads.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who calls the timers.</summary>
    public TimerDriver TimerDriver { get; init; } = TimerDriver.Thread;

    /// <summary>Where actors run.</summary>
    public Dispatcher Dispatcher { get; init; } = Dispatcher.ThreadPool;

    /// <summary>Where persistent actors keep their events; null when there are none. Its owner disposes of it, after the system has terminated.</summary>
    public IJournal? Journal { get; init; }

    /// <summary>How events and snapshots are written; needed with <see cref="Journal"/>.</summary>
    public IEventCodec? Codec { get; init; }

    /// <summary>Hears what the kernel has to say; null: nobody.</summary>
    public IKernelLog? Log { get; init; }

    /// <summary>How many user messages wait at most in a mailbox whose <see cref="Props"/> do not say.</summary>
    public int MailboxBound { get; init; } = 100_000;

    /// <summary>How failures of actors without a parent of their own are treated.</summary>
    public SupervisorStrategy GuardianStrategy { get; init; } = SupervisorStrategy.Default;

    /// <summary>After so many committed events a sweep asks for snapshots by itself; 0: only when asked to.</summary>
    public long SnapshotSweepEvery { get; init; } = 100_000;

    /// <summary>From 0 up to, not including, 1: spreads restarts.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}

/// <summary>Who calls the timers when they are due.</summary>
public enum TimerDriver
{
    /// <summary>A thread of its own, which is never late because the thread pool is busy. It waits in real time.</summary>
    Thread,

    /// <summary>A timer of <see cref="ActorSystemSettings.Time"/>: for clocks that tests move.</summary>
    Provider,
}
