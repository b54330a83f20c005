using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>A piece of a persistent actor's past on its way to the actor, which decodes it in its own turn.</summary>
internal abstract class RecoveryPart(object recovery) : SystemMessage
{
    /// <summary>The recovery it belongs to; an actor that is in another one, or in none, ignores it.</summary>
    public object Recovery => recovery;

    public override void Run(ActorCell cell) => (cell.Actor as PersistentActor)?.Recover(this);
}

internal sealed class SnapshotPart(object recovery, long sequence, long position, ReadOnlyMemory<byte> payload) : RecoveryPart(recovery)
{
    public long Sequence => sequence;

    public long Position => position;

    public ReadOnlyMemory<byte> Payload => payload;

    public override string ToString() => $"its snapshot of sequence {sequence}";
}

internal sealed class DocumentPart(object recovery, string key, ReadOnlyMemory<byte> payload) : RecoveryPart(recovery)
{
    public string Key => key;

    public ReadOnlyMemory<byte> Payload => payload;

    public override string ToString() => $"its document \"{key}\"";
}

internal sealed class EventPart(object recovery, JournalEntry entry) : RecoveryPart(recovery)
{
    public JournalEntry Entry => entry;

    public override string ToString() => $"event {entry.Sequence} ({entry.Manifest}, position {entry.Position})";
}

/// <summary>There is no more past, or it could not be read.</summary>
internal sealed class RecoveryEnd(object recovery, Exception? failure) : SystemMessage
{
    public override void Run(ActorCell cell) => (cell.Actor as PersistentActor)?.EndRecovery(recovery, failure);
}
