namespace CaPresenceActors.Kernel.Cells;

/// <summary>A link of a mailbox: something on its way to an actor.</summary>
internal abstract class Node(bool isSystem)
{
    /// <summary>In the inbox: the one that came before. In the queue: the one that came after.</summary>
    public Node? Next;

    /// <summary>How many user messages stand in the inbox up to this one.</summary>
    public int Depth;

    /// <summary>The kernel's own messages are handled before user messages, and also while those are held.</summary>
    public readonly bool IsSystem = isSystem;
}

/// <summary>A message of the kernel to a cell.</summary>
internal abstract class SystemMessage() : Node(isSystem: true)
{
    public abstract void Run(ActorCell cell);

    /// <summary>The cell has stopped before this came.</summary>
    public virtual void RunOnStopped(ActorCell cell)
    {
    }
}

/// <summary>A user message and its sender.</summary>
internal class Envelope(object message, IActorRef? sender) : Node(isSystem: false)
{
    public readonly object Message = message;
    public readonly IActorRef? Sender = sender;

    /// <summary>Whether this still means something when its turn comes. A cancelled timer's message, for example, does not.</summary>
    public virtual bool IsWanted(ActorCell cell) => true;

    /// <summary>Whether anybody should hear of it when the receiver has stopped.</summary>
    public virtual bool BecomesDeadLetter => true;
}

/// <summary>The end of a watched actor; unwanted when the watch was given up meanwhile.</summary>
internal sealed class TerminatedEnvelope(IActorRef stopped) : Envelope(new Terminated(stopped), stopped)
{
    public override bool BecomesDeadLetter => false;

    public override bool IsWanted(ActorCell cell) => cell.ForgetWatched(Sender!);
}

/// <summary>The cell's wake timer has fired.</summary>
internal sealed class WakeEnvelope() : Envelope(WakeUp.Instance, null)
{
    public override bool BecomesDeadLetter => false;
}
