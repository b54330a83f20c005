namespace CaPresenceActors.Kernel.Cells;

/// <summary>A reference that knows the system it belongs to.</summary>
internal interface ISystemRef : IActorRef
{
    ActorSystem System { get; }
}
