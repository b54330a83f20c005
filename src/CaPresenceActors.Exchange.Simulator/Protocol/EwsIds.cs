using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>What an id names: a folder (<see cref="Item"/> is zero) or an item, or one occurrence of it, in a mailbox.</summary>
internal readonly record struct EwsId(Guid Mailbox, FolderKind Folder, long Item, DateOnly? Occurrence)
{
    public AppointmentKey Key => new(Item, Occurrence);
}

/// <summary>
/// Makes ids that look like Exchange's (Base64, some 140 characters, beginning with AAMk) and reads them back. A checksum tells an
/// id that was garbled from one that names nothing any more.
/// </summary>
internal static class EwsIds
{
    // Header 3, mailbox id as text 36, provider 16, folder 1, item 8, occurrence 4, padding 33, checksum 4.
    private const int Length = 105;
    private const int ChecksumAt = Length - 4;
    private const int EntryLength = 36 + 16 + 8 + 4;

    private static ReadOnlySpan<byte> Header => [0x00, 0x03, 0x24];

    private static ReadOnlySpan<byte> Provider => [0x46, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1A, 0x44, 0x73, 0x90, 0xAA, 0x66, 0x11, 0xCD, 0x9B, 0xC8];

    public static string Write(in EwsId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        Header.CopyTo(bytes);
        Utf8Formatter.TryFormat(id.Mailbox, bytes[3..], out _);
        Provider.CopyTo(bytes[39..]);
        bytes[55] = (byte)id.Folder;
        BinaryPrimitives.WriteInt64BigEndian(bytes[56..], id.Item);
        BinaryPrimitives.WriteInt32BigEndian(bytes[64..], id.Occurrence is { } date ? date.DayNumber + 1 : 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[ChecksumAt..], Checksum(bytes[..ChecksumAt]));
        return Convert.ToBase64String(bytes);
    }

    public static string Write(SimulatedMailbox mailbox, in CalendarEntry entry) =>
        Write(new EwsId(mailbox.Id, FolderKind.Calendar, entry.Item.Number, entry.Date));

    public static string Write(SimulatedMailbox mailbox, FolderKind folder) => Write(new EwsId(mailbox.Id, folder, 0, null));

    /// <summary>Reads an id.</summary>
    /// <exception cref="EwsErrorException">The text is no id of this server.</exception>
    public static EwsId Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length == 0)
        {
            throw new EwsErrorException("ErrorInvalidIdEmpty", "Id must be non-empty.");
        }

        if (!Convert.TryFromBase64String(text, bytes, out var written) || written != Length ||
            BinaryPrimitives.ReadUInt32BigEndian(bytes[ChecksumAt..]) != Checksum(bytes[..ChecksumAt]) ||
            !Utf8Parser.TryParse(bytes.Slice(3, 36), out Guid mailbox, out _))
        {
            throw new EwsErrorException("ErrorInvalidIdMalformed", "Id is malformed.");
        }

        var occurrence = BinaryPrimitives.ReadInt32BigEndian(bytes[64..]);
        return new EwsId(
            mailbox,
            (FolderKind)bytes[55],
            BinaryPrimitives.ReadInt64BigEndian(bytes[56..]),
            occurrence == 0 ? null : DateOnly.FromDayNumber(occurrence - 1));
    }

    public static string ChangeKey(in CalendarItem item)
    {
        Span<byte> bytes = stackalloc byte[24];
        bytes.Clear();
        bytes[0] = 0x0F;
        bytes[4] = 0x16;
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], item.Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], item.LastChange);
        return Convert.ToBase64String(bytes);
    }

    public static string FolderChangeKey(FolderKind folder, SimulatedMailbox mailbox)
    {
        Span<byte> bytes = stackalloc byte[12];
        bytes[0] = (byte)(folder == FolderKind.Calendar ? 2 : 1);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], folder == FolderKind.Calendar ? mailbox.Calendar.LastChange : 0);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The entry id by which GetUserAvailability names an item: hexadecimal, and not an id of EWS.</summary>
    public static string HexEntryId(SimulatedMailbox mailbox, AppointmentKey key)
    {
        Span<byte> bytes = stackalloc byte[EntryLength];
        Utf8Formatter.TryFormat(mailbox.Id, bytes, out _);
        Provider.CopyTo(bytes[36..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[52..], key.Number);
        BinaryPrimitives.WriteInt32BigEndian(bytes[60..], key.Occurrence is { } date ? date.DayNumber + 1 : 0);
        return Convert.ToHexString(bytes);
    }

    public static EwsId ReadHexEntryId(string hex)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            bytes = [];
        }

        if (bytes.Length != EntryLength || !Utf8Parser.TryParse(bytes.AsSpan(0, 36), out Guid mailbox, out _))
        {
            throw new EwsErrorException("ErrorInvalidIdMalformed", "Id is malformed.");
        }

        var occurrence = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(60));
        return new EwsId(
            mailbox,
            FolderKind.Calendar,
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(52)),
            occurrence == 0 ? null : DateOnly.FromDayNumber(occurrence - 1));
    }

    /// <summary>The state of a synchronisation: which mailbox, and up to which change.</summary>
    public static string SyncState(SimulatedMailbox mailbox, long change) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"sync/{mailbox.Id:N}/{change}"));

    public static long ReadSyncState(SimulatedMailbox mailbox, string state)
    {
        var buffer = new byte[state.Length];
        if (Convert.TryFromBase64String(state, buffer, out var written) &&
            Encoding.ASCII.GetString(buffer, 0, written).Split('/') is ["sync", var id, var change] &&
            id == mailbox.Id.ToString("N") &&
            long.TryParse(change, System.Globalization.CultureInfo.InvariantCulture, out var number) &&
            number <= mailbox.Calendar.LastChange)
        {
            return number;
        }

        throw new EwsErrorException("ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.");
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}
