namespace CaPresenceActors.Kernel.Persistence;

/// <summary>The state to go on from. Comes first, if there is one.</summary>
/// <param name="Sequence">The newest event that the state contains.</param>
/// <param name="Position">Where that event stands.</param>
/// <param name="Snapshot">The state.</param>
public sealed record SnapshotOffer(long Sequence, long Position, object Snapshot);

/// <summary>The current value of a document. Comes before the events; whether it is older or newer than the snapshot is not said: it is what was written last.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Payload">Its bytes. Copy what you keep: they stand in a block that many share.</param>
public sealed record RecoveredDocument(string Key, ReadOnlyMemory<byte> Payload);

/// <summary>All of the past has been read. From here on commands come.</summary>
public sealed class RecoveryCompleted
{
    private RecoveryCompleted()
    {
    }

    public static RecoveryCompleted Instance { get; } = new();
}
