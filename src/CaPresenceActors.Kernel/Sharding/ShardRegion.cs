using System.Globalization;
using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Sharding;

/// <summary>
/// A kind of entity, addressed by id instead of by reference: region / shard-NN / entity, as in <c>/user/presence/shard-07/1203</c>. Send <see cref="ShardEnvelope"/>, <see cref="ShardEnvelopes"/>, <see cref="StartEntity"/>,
/// <see cref="StopEntity"/> or <see cref="Broadcast"/> to the region.
/// </summary>
/// <remarks>Messages of one sender to one entity by way of the region stay in order. Mailboxes of region and shards have no bound, since they only pass messages on; those of entities have.</remarks>
public sealed class ShardRegion : ActorBase
{
    private readonly ShardRegionSettings _settings;
    private ActorCell[] _shards = [];
    private Region? _region;

    private ShardRegion(ShardRegionSettings settings) => _settings = settings;

    /// <summary>Starts a region below <c>/user</c>.</summary>
    /// <param name="system">Where.</param>
    /// <param name="typeName">What the entities are, such as <c>presence</c>; the region's name.</param>
    /// <param name="settings">How.</param>
    public static IActorRef Start(ActorSystem system, string typeName, ShardRegionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Shards < 1)
        {
            throw new ArgumentException($"Region {typeName} has {settings.Shards} shards, but needs at least 1.", nameof(settings));
        }

        return system.ActorOf(Props.Create(() => new ShardRegion(settings)).WithMailboxBound(int.MaxValue), typeName);
    }

    protected override void PreStart()
    {
        var shard = Props.Create(() => new Shard(_settings)) with { MailboxBound = int.MaxValue, SupervisorStrategy = _settings.EntityStrategy };
        _shards = new ActorCell[_settings.Shards];
        for (var number = 0; number < _shards.Length; number++)
        {
            _shards[number] = Cell.AddChild(shard, string.Create(CultureInfo.InvariantCulture, $"shard-{number:00}"), recovery: null);
        }

        if (_settings.PersistencePrefix is { } prefix)
        {
            _region = new Region(prefix, _shards);
            Cell.System.Add(_region);
        }
    }

    protected override void PostStop()
    {
        if (_region is not null)
        {
            Cell.System.Remove(_region);
        }
    }

    protected override void Receive(object message)
    {
        switch (message)
        {
            case ShardEnvelope envelope:
                Pass(envelope.EntityId, envelope);
                break;
            case ShardEnvelopes many:
                PassAll(many);
                break;
            case StartEntity start:
                Pass(start.EntityId, start);
                break;
            case StopEntity stop:
                Pass(stop.EntityId, stop);
                break;
            case Broadcast broadcast:
                Array.ForEach(_shards, shard => shard.Tell(broadcast, Cell.SenderOrNull));
                break;
            case var other when _settings.Extract?.Invoke(other) is { } envelope:
                Pass(envelope.EntityId, envelope);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void PassAll(ShardEnvelopes many)
    {
        foreach (var some in many.Envelopes.ToLookup(envelope => ShardHash.ShardOf(envelope.EntityId, _shards.Length)))
        {
            _shards[some.Key].Tell(new ShardEnvelopes([.. some]), Cell.SenderOrNull);
        }
    }

    private void Pass(string entityId, object message) =>
        _shards[ShardHash.ShardOf(entityId, _shards.Length)].Tell(message, Cell.SenderOrNull);
}

/// <summary>Where a recovery in one pass finds the owner of a persistence id.</summary>
internal sealed record Region(string PersistencePrefix, IReadOnlyList<ActorCell> Shards);
