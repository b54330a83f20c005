namespace CaPresenceActors.Kernel;

/// <summary>The address of an actor: all that others ever hold of it. It stays valid over restarts, and after the actor has stopped it leads to the dead letters.</summary>
/// <remarks>
/// <para><b>Delivery</b> is at most once. A message is lost when its receiver has stopped or its mailbox is full; such messages become dead letters, are counted, and
/// are logged once for each kind and minute. What must survive belongs into the journal.</para>
/// <para><b>Order.</b> Messages of one sender to one receiver arrive in the order in which they were sent. Nothing is promised between different senders.</para>
/// <para><b>One at a time.</b> An actor handles one message at a time, and what it did for one message is visible to it at the next, on whichever thread that runs:
/// actors need neither locks nor volatile fields.</para>
/// <para><b>Never inline.</b> <see cref="Tell"/> puts the message into the mailbox and returns. The receiver never runs on the sender's stack.</para>
/// <para><b>Failures stay put.</b> An exception leaves an actor in one direction only, to its supervisor. Neither the sender nor a neighbour nor the process sees it.</para>
/// </remarks>
public interface IActorRef
{
    /// <summary>Where the actor stands in the tree.</summary>
    ActorPath Path { get; }

    /// <summary>Sends a message. Returns at once and never throws for trouble of the receiver.</summary>
    /// <param name="message">What the receiver is told. It is shared, so it must be immutable.</param>
    /// <param name="sender">Who gets the answer; null when nobody waits for one.</param>
    void Tell(object message, IActorRef? sender);
}
