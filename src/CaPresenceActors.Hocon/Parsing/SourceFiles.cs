using System.Text;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Reads files: UTF-8, with or without a byte order mark, up to a size.</summary>
internal static class SourceFiles
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null where there is no such file. Everything else that goes wrong is an error at <paramref name="wanted"/>.</returns>
    public static SourceText? TryRead(string path, HoconOrigin wanted, HoconOptions options)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = ReadUpTo(stream, options.MaxFileBytes)
                ?? throw new HoconException(wanted, $"the file {path} is larger than {options.MaxFileBytes} bytes. Needed: a smaller one.");
            return new SourceText(path, Decode(path, bytes), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new HoconException(wanted, $"the file {path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static byte[]? ReadUpTo(FileStream stream, int limit)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (bytes.Length + read > limit)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            var before = new SourceText(path, Encoding.UTF8.GetString(bytes[..Math.Max(invalid.Index, 0)]));
            throw new HoconException(before.OriginAt(before.Text.Length), "found bytes that are not UTF-8. Needed: a file saved as UTF-8, with or without a byte order mark.", invalid);
        }
    }
}
