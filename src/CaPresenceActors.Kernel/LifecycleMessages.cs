namespace CaPresenceActors.Kernel;

/// <summary>Stops the receiver when it has handled what came before.</summary>
public sealed class PoisonPill
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();
}

/// <summary>Lets the receiver fail with <see cref="ActorKilledException"/>, so that its supervisor decides (by default: it stops).</summary>
public sealed class Kill
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();
}

/// <summary>An actor that the receiver watched has stopped and will not come back under this reference.</summary>
/// <param name="ActorRef">Who stopped.</param>
public sealed record Terminated(IActorRef ActorRef);

/// <summary>
/// The instant given to <see cref="TimerScheduler.WakeAt"/> has passed, or may have: look at the clock. It carries no facts, so that a late, early or doubled one is harmless.
/// </summary>
public sealed class WakeUp
{
    private WakeUp()
    {
    }

    public static WakeUp Instance { get; } = new();
}
