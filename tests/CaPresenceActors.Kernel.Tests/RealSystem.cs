namespace CaPresenceActors.Kernel.Tests;

/// <summary>An actor system on the thread pool and the real clock, for what only real threads can show.</summary>
internal sealed class RealSystem : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public RealSystem(Func<ActorSystemSettings, ActorSystemSettings>? configure = null)
    {
        var settings = new ActorSystemSettings { Name = "real", MailboxBound = int.MaxValue };
        System = ActorSystem.Create(configure?.Invoke(settings) ?? settings);
    }

    public ActorSystem System { get; }

    public IActorRef ActorOf(Func<ActorBase> factory) => System.ActorOf(Props.Create(factory));

    public void Dispose()
    {
        if (!System.Terminate().Wait(Deadline))
        {
            throw new TimeoutException("The actor system did not terminate.");
        }
    }
}
