using System.Buffers.Binary;

namespace CaPresenceActors.Bench.Measuring;

/// <summary>What the head of a closed SQLite file says about its size.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="FreeBytes">The part of it that is empty, and is used again before the file grows.</param>
internal readonly record struct SqliteFile(long Bytes, long FreeBytes)
{
    private const int HeaderBytes = 100;

    public long UsedBytes => Bytes - FreeBytes;

    public static SqliteFile Look(string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = File.OpenRead(path);
        file.ReadExactly(header);

        // Offsets of https://sqlite.org/fileformat.html; a page size of 1 stands for 65,536.
        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is 1 ? 65_536 : BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        return new SqliteFile(file.Length, (long)BinaryPrimitives.ReadUInt32BigEndian(header[36..]) * pageSize);
    }
}
