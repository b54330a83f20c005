using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.Kernel.Sharding;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>Hands each piece of the journal to whom it belongs: an actor that waits under its persistence id, else the shard whose region has the prefix.</summary>
internal sealed class BulkReader(BulkRecovery recovery, Dictionary<string, ActorCell> cells, IReadOnlyList<Region> regions) : IRecoveryReader
{
    private readonly RecoveryBlock _block = new();
    private readonly Dictionary<string, long> _unownedSnapshots = [];
    private readonly Dictionary<string, long> _unownedEvents = [];
    private readonly Dictionary<ActorCell, EntityParts> _batches = [];

    /// <summary>How many events were read.</summary>
    public long Events { get; private set; }

    public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload)
    {
        if (!Send(persistenceId, new SnapshotPart(recovery, sequence, position, _block.Keep(payload))))
        {
            _unownedSnapshots[persistenceId] = position;
        }
    }

    public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload) =>
        Send(persistenceId, new DocumentPart(recovery, key, _block.Keep(payload)));

    public void Event(JournalEntry entry)
    {
        Events++;
        if (!Send(entry.PersistenceId, new EventPart(recovery, _block.Keep(entry))))
        {
            _unownedEvents.TryAdd(entry.PersistenceId, _unownedSnapshots.GetValueOrDefault(entry.PersistenceId));
        }
    }

    /// <summary>Sends what has been gathered for shards.</summary>
    public void Flush()
    {
        foreach (var (shard, parts) in _batches)
        {
            shard.Send(parts);
        }

        _batches.Clear();
    }

    /// <summary>Events that nobody took must not be covered by a sweep: their owner may be started later.</summary>
    public void ReportUnowned(ActorSystem system)
    {
        // Who recovered alone before this pass is there and gives its snapshots like everybody else.
        var unowned = _unownedEvents.Where(left => !system.Snapshots.HasRecoveredAlone(left.Key)).ToList();
        if (unowned.Count == 0)
        {
            return;
        }

        foreach (var (persistenceId, covered) in unowned)
        {
            system.Snapshots.Block(persistenceId, covered);
        }

        system.Write(
            KernelLogLevel.Warning,
            KernelLogEvent.PersistenceIdWithoutOwner,
            "recovery",
            $"{unowned.Count} persistence ids in the journal belong to no actor, such as {string.Join(", ", unowned.Take(5).Select(left => left.Key))}. Their events are kept, and recovery goes on reading them.",
            null);
    }

    private bool Send(string persistenceId, RecoveryPart part)
    {
        if (cells.TryGetValue(persistenceId, out var cell))
        {
            cell.Send(part);
            return true;
        }

        if (Owner(persistenceId) is not { } region)
        {
            return false;
        }

        var entityId = persistenceId[region.PersistencePrefix.Length..];
        var shard = region.Shards[ShardHash.ShardOf(entityId, region.Shards.Count)];
        if (!_batches.TryGetValue(shard, out var batch))
        {
            batch = new EntityParts(recovery);
            _batches.Add(shard, batch);
        }

        batch.Add(entityId, part);
        if (batch.IsFull)
        {
            _batches.Remove(shard);
            shard.Send(batch);
        }

        return true;
    }

    private Region? Owner(string persistenceId)
    {
        Region? owner = null;
        foreach (var region in regions)
        {
            if (persistenceId.StartsWith(region.PersistencePrefix, StringComparison.Ordinal) &&
                (owner is null || region.PersistencePrefix.Length > owner.PersistencePrefix.Length))
            {
                owner = region;
            }
        }

        return owner;
    }
}
