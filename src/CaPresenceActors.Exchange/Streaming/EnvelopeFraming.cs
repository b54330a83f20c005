using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>
/// Cuts the body of a stream into its envelopes. It works on bytes, which may be split anywhere, and looks only for the end tag of an envelope: so a broken envelope costs itself and not the stream, and an
/// envelope is ready with its own last byte, without waiting for the next. XML declarations and white space between envelopes are left out.
/// </summary>
/// <param name="longest">The most bytes that are kept while an end tag is missing.</param>
internal sealed class EnvelopeFraming(int longest = EnvelopeFraming.LongestEnvelope)
{
    /// <summary>Fifty notifications for each of two hundred subscriptions fit into it.</summary>
    public const int LongestEnvelope = 8 << 20;

    private const int UsualLength = 16 << 10;
    private const int KeptLength = 256 << 10;

    private byte[] _bytes = new byte[UsualLength];

    // What is still to be given out is from _start to _end; up to _scanned there is no end tag in it.
    private int _start;
    private int _end;
    private int _scanned;

    /// <summary>Whether bytes are left that are no whole envelope. White space does not count.</summary>
    public bool HasRest => !_bytes.AsSpan(_start, _end - _start).Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>Where to put the next bytes; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = _scanned = 0;
            if (_bytes.Length > KeptLength)
            {
                _bytes = new byte[UsualLength];
            }
        }
        else if (_end == _bytes.Length)
        {
            MakeRoom();
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Takes in the bytes that were put there.</summary>
    /// <returns>False when there is no end in sight: the stream is none of envelopes.</returns>
    public bool Added(int count)
    {
        _end += count;
        return _end - _start <= longest || FindEnd() >= 0;
    }

    /// <summary>The next whole envelope, fit for the parser; good until <see cref="Free"/> is called.</summary>
    public bool TryTake(out ArraySegment<byte> envelope)
    {
        var end = FindEnd();
        if (end < 0)
        {
            envelope = default;
            return false;
        }

        var begin = _start + LengthOfPreamble(_bytes.AsSpan(_start, end - _start));
        var document = _bytes.AsSpan(begin, end - begin);
        envelope = IllegalCharacters.AreIn(document) ? new ArraySegment<byte>(IllegalCharacters.Replace(document)) : new ArraySegment<byte>(_bytes, begin, end - begin);
        _start = _scanned = end;
        return true;
    }

    // The position after the next end tag of an envelope, whatever its prefix; -1 when it is not there yet.
    private int FindEnd()
    {
        while (true)
        {
            var found = _bytes.AsSpan(_scanned, _end - _scanned).IndexOf("</"u8);
            if (found < 0)
            {
                _scanned = Math.Max(_scanned, _end - 1);
                return -1;
            }

            _scanned += found;
            var tag = _bytes.AsSpan(_scanned, _end - _scanned);
            var close = tag.IndexOf((byte)'>');
            if (close < 0)
            {
                return -1;
            }

            if (IsEnvelope(tag[2..close]))
            {
                return _scanned + close + 1;
            }

            _scanned += 2;
        }
    }

    private static bool IsEnvelope(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd(" \t\r\n"u8);
        var local = name[(name.IndexOf((byte)':') + 1)..];
        return local.SequenceEqual("Envelope"u8);
    }

    private static int LengthOfPreamble(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            {
                rest = rest[3..];
            }
            else if (rest.StartsWith("<?xml"u8) && rest.IndexOf("?>"u8) is > 0 and var end)
            {
                rest = rest[(end + 2)..];
            }
            else
            {
                return bytes.Length - rest.Length;
            }
        }
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        var target = kept > _bytes.Length / 2 ? new byte[_bytes.Length * 2] : _bytes;
        _bytes.AsSpan(_start, kept).CopyTo(target);
        _bytes = target;
        _scanned -= _start;
        _start = 0;
        _end = kept;
    }
}
