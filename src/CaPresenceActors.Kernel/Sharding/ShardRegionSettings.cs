using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel.Sharding;

/// <summary>What a region of entities is made of.</summary>
public sealed record ShardRegionSettings
{
    /// <summary>How an entity is made. The actor's name is its id. One object for all entities.</summary>
    public required Props Entity { get; init; }

    /// <summary>What stands before an entity's id in its persistence id, such as <c>presence-</c>; null when the entities are not persistent. No two regions share one.</summary>
    public string? PersistencePrefix { get; init; }

    /// <summary>How many shards. Never to be changed where shards are owned by nodes.</summary>
    public int Shards { get; init; } = 64;

    /// <summary>Finds the entity's id and its message in what the region is sent; null: what it is sent is none of its business. Without it, only <see cref="ShardEnvelope"/> is known.</summary>
    public Func<object, ShardEnvelope?>? Extract { get; init; }

    /// <summary>Whether a message for an entity that does not run starts it. Otherwise it becomes a dead letter.</summary>
    public bool StartOnMessage { get; init; } = true;

    /// <summary>
    /// Whether an entity that a recovery in one pass finds in the journal is to be started; null: all are. What belongs to the others is given up: sweeps no longer keep their events readable for recovery.
    /// </summary>
    public Func<string, bool>? Recovers { get; init; }

    /// <summary>How failures of entities are treated.</summary>
    public SupervisorStrategy EntityStrategy { get; init; } = SupervisorStrategy.Default;
}
