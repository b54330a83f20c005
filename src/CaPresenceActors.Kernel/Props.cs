using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel;

/// <summary>How an actor is made, at its start and at each restart. Immutable, and shared by all actors that are made alike.</summary>
public sealed record Props
{
    private readonly Func<string, ActorBase> _factory;

    private Props(Func<string, ActorBase> factory) => _factory = factory;

    /// <summary>How this actor treats the failures of its children; null: as the actor's own <see cref="ActorBase.SupervisorStrategy"/> says.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; init; }

    /// <summary>How many user messages may wait; null: as the system's settings say. The policy for a full mailbox stands at <see cref="DeadLetterReason.MailboxFull"/>.</summary>
    public int? MailboxBound { get; init; }

    /// <summary>With a factory that makes a new actor at each call.</summary>
    public static Props Create(Func<ActorBase> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new Props(_ => factory());
    }

    /// <summary>With a factory that is told the actor's name, so that one object serves any number of actors.</summary>
    public static Props Create(Func<string, ActorBase> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new Props(factory);
    }

    /// <summary>By the constructor without parameters.</summary>
    public static Props Create<TActor>()
        where TActor : ActorBase, new() => new(_ => new TActor());

    public Props WithSupervisorStrategy(SupervisorStrategy strategy) => this with { SupervisorStrategy = strategy };

    /// <summary>With another bound of the mailbox; <see cref="int.MaxValue"/>: none.</summary>
    public Props WithMailboxBound(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return this with { MailboxBound = bound };
    }

    internal ActorBase? Make(string name) => _factory(name);
}
