using System.Buffers.Binary;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>The watermarks of pull subscriptions: the number of the last event that was read, in a form that nobody is tempted to count with.</summary>
internal static class Watermarks
{
    public static string Write(long number)
    {
        Span<byte> bytes = stackalloc byte[12];
        bytes.Clear();
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], number);
        return Convert.ToBase64String(bytes);
    }

    /// <exception cref="EwsErrorException">The text is no watermark.</exception>
    public static long Read(string text)
    {
        Span<byte> bytes = stackalloc byte[12];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == bytes.Length
            ? BinaryPrimitives.ReadInt64BigEndian(bytes[4..])
            : throw new EwsErrorException("ErrorInvalidWatermark", "The watermark used for creating this subscription was not found.");
    }
}
