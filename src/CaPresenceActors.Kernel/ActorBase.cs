using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel;

/// <summary>An actor: state that only its own messages touch. Made by the factory of its <see cref="Props"/>, never by hand.</summary>
public abstract class ActorBase
{
    private readonly ActorCell _cell;

    /// <summary>Only within the factory of a <see cref="Props"/>.</summary>
    protected ActorBase()
    {
        _cell = ActorCell.Current is { IsMaking: true } cell
            ? cell
            : throw new InvalidOperationException($"{GetType().Name} is an actor: start it with ActorOf, which calls the factory of its Props.");
    }

    internal ActorCell Cell => _cell;

    /// <summary>What the actor can do with its place in the tree.</summary>
    protected IActorContext Context => _cell;

    /// <summary>The actor's own reference.</summary>
    protected IActorRef Self => _cell;

    /// <summary>Who sent the message being handled; the dead letters when nobody waits for an answer.</summary>
    protected IActorRef Sender => _cell.CurrentSender;

    /// <summary>The actor's timers. They end when it stops or is restarted.</summary>
    protected TimerScheduler Timers => new(_cell);

    /// <summary>How failures of this actor's children are treated, unless its <see cref="Props"/> say so.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy => SupervisorStrategy.Default;

    /// <summary>Handles one message. Call <see cref="Unhandled"/> for one that means nothing here.</summary>
    protected abstract void Receive(object message);

    /// <summary>Runs before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Runs when the actor has stopped, and all its children before it.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>Runs on the failed actor before it is thrown away. By default it stops all children and calls <see cref="PostStop"/>.</summary>
    /// <param name="reason">The failure.</param>
    /// <param name="message">The message being handled when it failed, if any.</param>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (var child in Context.Children)
        {
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Runs on the new actor in place of <see cref="PreStart"/>, which it calls by default.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Says that a message means nothing here: it is published as <see cref="UnhandledMessage"/>. The end of a watched actor must be handled: else this throws.</summary>
    /// <exception cref="DeathPactException">The message is <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated stopped)
        {
            throw new DeathPactException(Self.Path.ToString(), stopped.ActorRef.Path.ToString());
        }

        _cell.System.DeadLetters.Unhandled(message, _cell.SenderOrNull, _cell);
    }

    /// <summary>Puts the message being handled aside until <see cref="UnstashAll"/>. It still counts for the mailbox's bound.</summary>
    protected void Stash() => _cell.Stash();

    /// <summary>Puts all that was set aside back before everything else in the mailbox, in its order.</summary>
    protected void UnstashAll() => _cell.UnstashAll();

    internal SupervisorStrategy StrategyForChildren() => SupervisorStrategy;

    internal void RunPreStart() => PreStart();

    internal void RunPostStop() => PostStop();

    internal void RunPreRestart(Exception reason, object? message) => PreRestart(reason, message);

    internal void RunPostRestart(Exception reason) => PostRestart(reason);

    internal virtual void AroundReceive(object message, Action<object>? behavior)
    {
        if (behavior is null)
        {
            Receive(message);
        }
        else
        {
            behavior(message);
        }
    }

    /// <summary>A child has stopped and its name is free.</summary>
    internal virtual void ChildHasStopped(ActorCell child)
    {
    }

    /// <summary>An exception has left the actor's code.</summary>
    internal virtual void Failed()
    {
    }

    /// <summary>The supervisor lets it go on all the same.</summary>
    internal virtual void Resumed()
    {
    }
}
