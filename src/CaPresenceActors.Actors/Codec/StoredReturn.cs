using System.Buffers.Binary;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// When the integration of an extension came on again while a calendar of before was kept. That calendar is stale until a read that is newer than this, whatever restarts in between; so
/// nobody has to delete it.
/// </summary>
internal static class StoredReturn
{
    /// <summary>The key of the document.</summary>
    public const string Key = "returned";

    public static ReadOnlyMemory<byte> Encode(DateTimeOffset at)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, at.UtcTicks);
        return bytes;
    }

    /// <exception cref="JournalException">It is damaged.</exception>
    public static DateTimeOffset Read(RecoveredDocument document, string persistenceId)
    {
        var ticks = document.Payload.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(document.Payload.Span) : -1;
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new JournalException($"The content of document \"{Key}\" of {persistenceId} is damaged and cannot be read. Nothing was changed; restore the journal from a backup.");
    }
}
