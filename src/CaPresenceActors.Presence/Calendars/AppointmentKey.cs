using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>
/// The engine's own stable name of one occurrence in a calendar (SEMANTICS §4): 16 bytes, compared byte by byte. Exchange's own ids are ten times
/// as long and change when an item moves.
/// </summary>
public readonly record struct AppointmentKey(UInt128 Value) : IComparable<AppointmentKey>
{
    private const int Size = 16;

    /// <summary>The key of an identity text, such as a UID and the start of an occurrence: the first 16 bytes of its SHA-256.</summary>
    public static AppointmentKey Of(ReadOnlySpan<char> identity)
    {
        // Every appointment of every reading comes by here: the usual identity is hashed without allocating.
        const int usualLength = 1024;
        var longest = Encoding.UTF8.GetMaxByteCount(identity.Length);
        var utf8 = longest <= usualLength ? stackalloc byte[usualLength] : new byte[longest];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(identity, utf8)], hash);
        return new AppointmentKey(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static AppointmentKey Parse(string text) =>
        new(UInt128.Parse(text, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reads what <see cref="ToString"/> wrote, in UTF-8.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static AppointmentKey Parse(ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return Convert.FromHexString(utf8, bytes, out var read, out var written) == OperationStatus.Done && read == utf8.Length && written == Size
            ? new AppointmentKey(BinaryPrimitives.ReadUInt128BigEndian(bytes))
            : throw new FormatException($"A key of {utf8.Length} characters was found; {2 * Size} hexadecimal digits are needed.");
    }

    /// <inheritdoc/>
    public int CompareTo(AppointmentKey other) => Value.CompareTo(other.Value);

    /// <summary>32 hexadecimal digits, in the order of the bytes.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Order of the bytes.</summary>
    public static bool operator <(AppointmentKey left, AppointmentKey right) => left.Value < right.Value;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >(AppointmentKey left, AppointmentKey right) => left.Value > right.Value;

    /// <summary>Order of the bytes.</summary>
    public static bool operator <=(AppointmentKey left, AppointmentKey right) => left.Value <= right.Value;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >=(AppointmentKey left, AppointmentKey right) => left.Value >= right.Value;
}
