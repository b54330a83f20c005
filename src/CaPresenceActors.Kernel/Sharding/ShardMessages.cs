namespace CaPresenceActors.Kernel.Sharding;

/// <summary>A message for one entity of a region.</summary>
public sealed record ShardEnvelope(string EntityId, object Message);

/// <summary>Messages for many entities of a region: as if each envelope were sent by itself, in this order.</summary>
public sealed record ShardEnvelopes(IReadOnlyCollection<ShardEnvelope> Envelopes);

/// <summary>Starts an entity if it does not run. Answered by <see cref="EntityStarted"/>, before the entity has recovered.</summary>
public sealed record StartEntity(string EntityId);

/// <summary>The entity has been started, or ran already.</summary>
public sealed record EntityStarted(string EntityId);

/// <summary>Stops an entity when it has handled what came before. Answered by <see cref="EntityStopped"/> when it has stopped.</summary>
public sealed record StopEntity(string EntityId);

/// <summary>The entity has stopped, or did not run.</summary>
public sealed record EntityStopped(string EntityId);

/// <summary>An entity tells its parent that it wants to be stopped until somebody has a message for it. Messages that come meanwhile are kept for its next life.</summary>
public sealed class Passivate
{
    private Passivate()
    {
    }

    public static Passivate Instance { get; } = new();
}

/// <summary>A message for all entities that run.</summary>
public sealed record Broadcast(object Message);
