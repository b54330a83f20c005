namespace CaPresenceActors.Kernel.Tests;

/// <summary>An actor whose behaviour a test writes in place.</summary>
internal sealed class Scripted(Action<Scripted, object> receive) : ActorBase
{
    public Action<Scripted>? OnPreStart { get; init; }

    public Action? OnPostStop { get; init; }

    public Action? OnPreRestart { get; init; }

    public Action? OnPostRestart { get; init; }

    public IActorContext Ctx => Context;

    public IActorRef From => Sender;

    public TimerScheduler Clockwork => Timers;

    public void PutAside() => Stash();

    public void TakeBack() => UnstashAll();

    public void Ignore(object message) => Unhandled(message);

    protected override void Receive(object message) => receive(this, message);

    protected override void PreStart() => OnPreStart?.Invoke(this);

    protected override void PostStop() => OnPostStop?.Invoke();

    protected override void PreRestart(Exception reason, object? message)
    {
        OnPreRestart?.Invoke();
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        OnPostRestart?.Invoke();
        base.PostRestart(reason);
    }
}
