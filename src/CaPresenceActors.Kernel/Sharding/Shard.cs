using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Sharding;

/// <summary>The entities of one shard, as its children.</summary>
internal sealed class Shard(ShardRegionSettings settings) : ActorBase
{
    // Entities that have been told to stop, who wants to know of it, and what came for their next life.
    private readonly Dictionary<string, Leaving> _leaving = [];
    private BulkRecovery? _endedRecovery;

    // Who is in the journal and does not run. Once a pass has shown this shard the whole journal, everybody else has no past, and need not look for one: the search
    // reads all that snapshots do not cover, which is too much for each of thousands of new entities. Null before that.
    private HashSet<string>? _withPast;
    private readonly HashSet<string> _unrecovered = [];

    /// <summary>Pieces of the past of entities, which are started for them.</summary>
    public void Recover(EntityParts parts)
    {
        foreach (var (entityId, part) in parts.Parts)
        {
            var entity = Cell.ChildCell(entityId);
            if (entity is null && IsRecovered(entityId))
            {
                entity = Start(entityId, parts.Recovery);
            }
            else if (entity is null)
            {
                _unrecovered.Add(entityId);
            }

            entity?.Send(part);
        }
    }

    /// <summary>The pass over the journal has ended.</summary>
    public void EndRecovery(BulkRecovery recovery, Exception? failure)
    {
        _endedRecovery = recovery;
        _withPast = failure is null ? _unrecovered : null;
        foreach (var entity in Cell.ChildCells())
        {
            entity.Send(new RecoveryEnd(recovery, failure is null ? null : new RecoveryFailedException(entity.Name, "the journal", failure)));
        }
    }

    internal override void ChildHasStopped(ActorCell child) => (_withPast ?? _unrecovered).Add(child.Name);

    protected override void Receive(object message)
    {
        switch (message)
        {
            case ShardEnvelope envelope:
                Pass(envelope);
                break;
            case ShardEnvelopes many:
                foreach (var one in many.Envelopes)
                {
                    Pass(one);
                }

                break;
            case StartEntity start:
                StartFor(start);
                break;
            case StopEntity stop:
                StopFor(stop.EntityId, Cell.SenderOrNull);
                break;
            case Passivate when Cell.SenderOrNull is ActorCell entity && Cell.ChildCell(entity.Name) == entity:
                StopFor(entity.Name, null);
                break;
            case Broadcast broadcast:
                Array.ForEach(Cell.ChildCells(), entity => entity.Tell(broadcast.Message, Cell.SenderOrNull));
                break;
            case Terminated stopped:
                HasLeft(stopped.ActorRef.Path.Name);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Pass(ShardEnvelope envelope)
    {
        if (_leaving.TryGetValue(envelope.EntityId, out var leaving))
        {
            leaving.ForNextLife.Add((envelope, Cell.SenderOrNull));
        }
        else if (Cell.ChildCell(envelope.EntityId) is { } running)
        {
            running.Tell(envelope.Message, Cell.SenderOrNull);
        }
        else if (settings.StartOnMessage)
        {
            Start(envelope.EntityId).Tell(envelope.Message, Cell.SenderOrNull);
        }
        else
        {
            Cell.System.DeadLetters.Undelivered(envelope.Message, Cell.SenderOrNull, Cell, DeadLetterReason.Stopped, 0);
        }
    }

    private void StartFor(StartEntity start)
    {
        if (_leaving.TryGetValue(start.EntityId, out var leaving))
        {
            leaving.ForNextLife.Add((start, Cell.SenderOrNull));
            return;
        }

        if (Cell.ChildCell(start.EntityId) is null)
        {
            Start(start.EntityId);
        }

        Cell.SenderOrNull?.Tell(new EntityStarted(start.EntityId), Self);
    }

    private void StopFor(string entityId, IActorRef? asker)
    {
        if (!_leaving.TryGetValue(entityId, out var leaving))
        {
            if (Cell.ChildCell(entityId) is not { } entity)
            {
                asker?.Tell(new EntityStopped(entityId), Self);
                return;
            }

            leaving = new Leaving([], []);
            _leaving.Add(entityId, leaving);
            Context.Watch(entity);
            entity.Tell(PoisonPill.Instance, Self);
        }

        if (asker is not null)
        {
            leaving.Askers.Add(asker);
        }
    }

    private void HasLeft(string entityId)
    {
        if (!_leaving.Remove(entityId, out var leaving))
        {
            return;
        }

        foreach (var asker in leaving.Askers)
        {
            asker.Tell(new EntityStopped(entityId), Self);
        }

        foreach (var (message, sender) in leaving.ForNextLife)
        {
            Self.Tell(message, sender);
        }
    }

    // While a pass over the journal is open for this shard, all that it will ever say about an entity comes by way of this shard.
    private ActorCell Start(string entityId) =>
        Start(entityId, Cell.System.OpenRecovery is { } open && open != _endedRecovery ? open : null);

    private ActorCell Start(string entityId, BulkRecovery? recovery) =>
        Cell.AddChild(settings.Entity, entityId, recovery, asEntity: true, hasNoPast: _withPast is { } withPast && !withPast.Remove(entityId));

    private bool IsRecovered(string entityId)
    {
        try
        {
            return settings.Recovers?.Invoke(entityId) ?? true;
        }
        catch (Exception e)
        {
            Cell.System.Write(KernelLogLevel.Error, KernelLogEvent.HookFailed, Self, $"Recovers failed for {entityId}. The entity is started.", e);
            return true;
        }
    }

    private sealed record Leaving(List<IActorRef> Askers, List<(object Message, IActorRef? Sender)> ForNextLife);
}

/// <summary>A number of pieces of the past for entities of one shard.</summary>
internal sealed class EntityParts(BulkRecovery recovery) : SystemMessage
{
    private const int Most = 256;
    private readonly List<(string EntityId, RecoveryPart Part)> _parts = new(Most);

    public BulkRecovery Recovery => recovery;

    public IReadOnlyList<(string EntityId, RecoveryPart Part)> Parts => _parts;

    public bool IsFull => _parts.Count == Most;

    public void Add(string entityId, RecoveryPart part) => _parts.Add((entityId, part));

    public override void Run(ActorCell cell) => (cell.Actor as Shard)?.Recover(this);
}

/// <summary>A pass over the journal has ended, for the entities of one shard.</summary>
internal sealed class EndEntityRecovery(BulkRecovery recovery, Exception? failure) : SystemMessage
{
    public override void Run(ActorCell cell)
    {
        (cell.Actor as Shard)?.EndRecovery(recovery, failure);
        recovery.Left();
    }

    public override void RunOnStopped(ActorCell cell) => recovery.Left();
}
