namespace CaPresenceActors.Kernel;

/// <summary>What an actor can do with its place in the tree. Only within its own turn: not after an await, not from another thread.</summary>
public interface IActorContext
{
    ActorSystem System { get; }

    IActorRef Self { get; }

    /// <summary>Who sent the message being handled; the dead letters when nobody waits for an answer.</summary>
    IActorRef Sender { get; }

    IActorRef Parent { get; }

    IReadOnlyCollection<IActorRef> Children { get; }

    /// <summary>The child of that name, or null.</summary>
    IActorRef? Child(string name);

    /// <summary>Starts a child. Its factory and <see cref="ActorBase.PreStart"/> run soon, in the child's own turn; messages may be sent to it at once.</summary>
    /// <exception cref="InvalidOperationException">The name is taken, or this actor is stopping.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Stops an actor when it has done the message it is at. What waits in its mailbox becomes dead letters.</summary>
    void Stop(IActorRef actor);

    /// <summary>From now on the end of that actor is told by <see cref="Terminated"/>; at once if it has stopped already. Who does not handle that fails with <see cref="DeathPactException"/>.</summary>
    IActorRef Watch(IActorRef actor);

    /// <summary>Its end is no longer told, not even if the message is in the mailbox already.</summary>
    IActorRef Unwatch(IActorRef actor);

    /// <summary>Handles messages by another method from now on, until the actor is restarted.</summary>
    void Become(Action<object> receive);

    /// <summary>Handles messages by another method until <see cref="UnbecomeStacked"/>.</summary>
    void BecomeStacked(Action<object> receive);

    /// <summary>Handles messages as before the last <see cref="BecomeStacked"/>.</summary>
    void UnbecomeStacked();
}
