namespace CaPresenceActors.Actors.Users;

/// <summary>
/// Cuts a CSV file into records by RFC 4180: comma, double quotes, CRLF or LF. It works on the bytes, since all that separates is ASCII, so a record that is not
/// UTF-8 is one bad record and not a bad file.
/// </summary>
internal ref struct CsvReader(ReadOnlySpan<byte> utf8)
{
    private const byte Quote = (byte)'"';
    private const byte Comma = (byte)',';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private readonly ReadOnlySpan<byte> _bytes = utf8;
    private int _at;
    private int _line = 1;

    /// <summary>How many lines have been read; a quoted line break counts.</summary>
    public readonly int LinesRead => _line - 1;

    /// <summary>Reads the next record that is not an empty line.</summary>
    /// <param name="fields">Receives its fields, without quotes.</param>
    /// <param name="line">The line on which it begins, from 1.</param>
    /// <param name="problem">What is wrong with its form; null when nothing is.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(List<byte[]> fields, out int line, out string? problem)
    {
        do
        {
            fields.Clear();
            problem = null;
            line = _line;
            if (_at >= _bytes.Length)
            {
                return false;
            }

            while (!ReadField(fields, ref problem))
            {
            }
        }
        while (problem is null && fields is [{ Length: 0 }]);

        return true;
    }

    /// <summary>True when the field was the last one of its record.</summary>
    private bool ReadField(List<byte[]> fields, ref string? problem)
    {
        if (_at < _bytes.Length && _bytes[_at] == Quote)
        {
            fields.Add(ReadQuoted(ref problem));
        }
        else
        {
            var plain = TakeUntilSeparator();
            problem ??= plain.Contains(Quote) ? $"Field {fields.Count + 1} has a double quote in its middle; a field with quotes needs quotes around it, and each quote in it twice." : null;
            fields.Add(plain.ToArray());
        }

        return EndField();
    }

    private byte[] ReadQuoted(ref string? problem)
    {
        var text = new List<byte>();
        var openedOn = _line;
        for (_at++; _at < _bytes.Length; _at++)
        {
            var next = _bytes[_at];
            if (next == Quote && !(_at + 1 < _bytes.Length && _bytes[_at + 1] == Quote))
            {
                _at++;
                problem ??= TakeUntilSeparator().IsEmpty ? null : "There is text between a closing double quote and the next comma; each quote inside a quoted field must stand twice.";
                return [.. text];
            }

            _at += next == Quote ? 1 : 0;
            _line += next == LineFeed ? 1 : 0;
            text.Add(next);
        }

        problem ??= $"The double quote that opens on line {openedOn} is never closed.";
        return [.. text];
    }

    private ReadOnlySpan<byte> TakeUntilSeparator()
    {
        var rest = _bytes[_at..];
        var length = rest.IndexOfAny(Comma, LineFeed);
        length = length < 0 ? rest.Length : length;
        _at += length;

        // The carriage return belongs to the line break; anywhere else it stays in the field, where it is found to be wrong.
        var taken = rest[..length];
        return !taken.IsEmpty && taken[^1] == CarriageReturn && (_at == _bytes.Length || _bytes[_at] == LineFeed) ? taken[..^1] : taken;
    }

    private bool EndField()
    {
        if (_at >= _bytes.Length)
        {
            _line++;
            return true;
        }

        var separator = _bytes[_at++];
        _line += separator == LineFeed ? 1 : 0;
        return separator == LineFeed;
    }
}
