using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Supervision;

/// <summary>How an actor treats the failures of its children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>One for one with <see cref="DefaultDecider"/>, restarts without limit; trouble of the journal waits before each restart.</summary>
    public static SupervisorStrategy Default { get; } = new OneForOneStrategy(DefaultDecider);

    /// <summary>Stops who fails.</summary>
    public static SupervisorStrategy Stopping { get; } = new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>Restarts, except who could not be started, was killed or did not handle the end of an actor that it watched: those stop.</summary>
    public static Directive DefaultDecider(Exception cause) => cause switch
    {
        ActorInitializationException or ActorKilledException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    };

    /// <summary>What to do about this failure.</summary>
    public abstract Directive Decide(Exception cause);

    /// <summary>How many restarts are allowed within <see cref="Within"/> before the child is stopped; negative: any number.</summary>
    public int MaxRetries { get; init; } = -1;

    /// <summary>The time in which restarts are counted; null: for ever.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>The wait before restarts; null: none, except after trouble of the journal, which is not asked again at once.</summary>
    public RestartBackoff? Backoff { get; init; }

    private static readonly RestartBackoff JournalTrouble = new();

    /// <summary>The wait before a restart, if any.</summary>
    internal RestartBackoff? BackoffAfter(Exception cause) => Backoff ?? (cause is PersistenceException ? JournalTrouble : null);
}

/// <summary>The failure of one child concerns this child only.</summary>
public sealed class OneForOneStrategy(Func<Exception, Directive> decider) : SupervisorStrategy
{
    /// <summary>With <see cref="SupervisorStrategy.DefaultDecider"/>.</summary>
    public OneForOneStrategy()
        : this(DefaultDecider)
    {
    }

    public override Directive Decide(Exception cause) => decider(cause);
}
