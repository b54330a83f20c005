using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// The body of an answer, in rented memory. It is read whole before it is parsed: the connection is free sooner, parsing does not wait between bytes, and what XML forbids can be
/// taken out first.
/// </summary>
internal sealed class AnswerBody : IDisposable
{
    /// <summary>The longest body that is read, after decompression: a hundred calendars of a thousand entries fit several times.</summary>
    public const int LongestBody = 64 << 20;

    private const int UsualLength = 16 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualLength);
    private int _length;

    /// <summary>Whether it begins as XML does, after a byte order mark and white space. HTML does, too; the parser tells them apart.</summary>
    public bool LooksLikeXml
    {
        get
        {
            var body = _bytes.AsSpan(0, _length);
            var isUtf16 = body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            var start = body is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
            return isUtf16 || start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
        }
    }

    /// <summary>The document, without bytes that XML forbids.</summary>
    public ArraySegment<byte> Document
    {
        get
        {
            var body = _bytes.AsSpan(0, _length);
            var isUtf16 = body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            return isUtf16 || !IllegalCharacters.AreIn(body) ? new ArraySegment<byte>(_bytes, 0, _length) : new ArraySegment<byte>(IllegalCharacters.Replace(body));
        }
    }

    /// <summary>Reads a stream to its end. Null when it is longer than <see cref="LongestBody"/>.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "After a failure a read may still be under way: its memory is left to the collector, not lent to others.")]
    public static async Task<AnswerBody?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var body = new AnswerBody();
        int read;
        do
        {
            if (body._length == body._bytes.Length)
            {
                body.Grow();
            }

            read = await stream.ReadAsync(body._bytes.AsMemory(body._length), cancellation);
            body._length += read;
            if (body._length > LongestBody)
            {
                return null;
            }
        }
        while (read > 0);

        return body;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
