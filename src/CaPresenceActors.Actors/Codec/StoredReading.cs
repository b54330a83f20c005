using System.Buffers;
using System.Buffers.Binary;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// The last reading of an extension as it is kept beside the journal. It holds subjects, since a changed keyword list must be able to match them again, and is overwritten by the next one.
/// </summary>
/// <param name="ReadAt">When it was read, UTC.</param>
/// <param name="CoveredUntil">How far it reaches, UTC.</param>
/// <param name="Calendar">The appointments.</param>
internal sealed record StoredReading(DateTimeOffset ReadAt, DateTimeOffset CoveredUntil, Calendar Calendar)
{
    /// <summary>The key of the document.</summary>
    public const string Key = "reading";

    private const int HeaderSize = 16;

    public ReadOnlyMemory<byte> Encode()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var header = buffer.GetSpan(HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(header, ReadAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], CoveredUntil.UtcTicks);
        buffer.Advance(HeaderSize);
        Calendar.WriteTo(buffer);
        return buffer.WrittenMemory;
    }

    /// <exception cref="FormatException">The bytes are none of a reading.</exception>
    public static StoredReading Decode(ReadOnlySpan<byte> bytes) => bytes.Length < HeaderSize
        ? throw new FormatException($"A stored reading is {bytes.Length} bytes long; at least {HeaderSize} are needed.")
        : new StoredReading(
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.Zero),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), TimeSpan.Zero),
            Calendar.ReadFrom(bytes[HeaderSize..]));
}
