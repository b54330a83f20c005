namespace CaPresenceActors.Kernel.Persistence;

/// <summary>Keeps payloads that a recovery reader may look at only during a call, in blocks that many payloads share, since there are hundreds of thousands.</summary>
internal sealed class RecoveryBlock
{
    private const int BlockBytes = 64 * 1024;
    private byte[] _block = [];
    private int _used;

    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > BlockBytes / 4)
        {
            return payload.ToArray();
        }

        if (_used + payload.Length > _block.Length)
        {
            _block = new byte[BlockBytes];
            _used = 0;
        }

        payload.CopyTo(_block.AsSpan(_used));
        var kept = _block.AsMemory(_used, payload.Length);
        _used += payload.Length;
        return kept;
    }

    public JournalEntry Keep(JournalEntry entry) => new()
    {
        Position = entry.Position,
        PersistenceId = entry.PersistenceId,
        Sequence = entry.Sequence,
        Previous = entry.Previous,
        RecordedAt = entry.RecordedAt,
        Manifest = entry.Manifest,
        Payload = Keep(entry.Payload.Span),
        Event = entry.Event,
    };
}
