namespace CaPresenceActors.Kernel.Persistence;

/// <summary>
/// How events and snapshots are written. Called on many threads at once. What it throws at writing fails the actor before anything is appended; what it throws at reading
/// fails the actor's recovery.
/// </summary>
public interface IEventCodec
{
    /// <summary>An event's stable name and bytes.</summary>
    JournalEvent Encode(object happened);

    /// <summary>The event of an entry that was read from the storage.</summary>
    object Decode(JournalEntry entry);

    /// <summary>A snapshot's bytes, which must say themselves what they are.</summary>
    ReadOnlyMemory<byte> EncodeSnapshot(object state);

    /// <summary>The snapshot of these bytes, which are valid during the call only.</summary>
    object DecodeSnapshot(ReadOnlySpan<byte> payload);
}
