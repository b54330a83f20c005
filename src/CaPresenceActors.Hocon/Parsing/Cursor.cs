namespace CaPresenceActors.Hocon.Parsing;

/// <summary>A place in a text that moves forward: reads single characters, white space and comments.</summary>
internal sealed class Cursor(SourceText source)
{
    public const char End = '\0';

    public SourceText Source => source;

    public int Position { get; private set; }

    public bool AtEnd => Position >= source.Text.Length;

    /// <summary>The character here, or <see cref="End"/>, which is also what a NUL in the text looks like: ask <see cref="AtEnd"/> to tell them apart.</summary>
    public char Current => Peek(0);

    public HoconOrigin Origin => source.OriginAt(Position);

    /// <summary>What is here, for an error text.</summary>
    public string Found => AtEnd ? "the end of the text" : Characters.Describe(Current);

    public bool AtComment => Current == '#' || (Current == '/' && Peek(1) == '/');

    public bool AtUnquoted => !AtEnd && Characters.IsUnquoted(Current) && !AtComment;

    public char Peek(int ahead) => Position + ahead < source.Text.Length ? source.Text[Position + ahead] : End;

    public void Advance(int count = 1) => Position += count;

    public bool StartsWith(string expected) => source.Text.AsSpan(Position).StartsWith(expected, StringComparison.Ordinal);

    public bool TryConsume(char expected)
    {
        if (AtEnd || Current != expected)
        {
            return false;
        }

        Advance();
        return true;
    }

    public string TextSince(int start) => source.Text[start..Position];

    /// <summary>Reads white space up to the end of the line, and returns it: between simple values it is part of the value.</summary>
    public string ReadInlineSpace()
    {
        var start = Position;
        while (!AtEnd && Current != '\n' && Characters.IsWhitespace(Current))
        {
            Advance();
        }

        return TextSince(start);
    }

    /// <summary>Skips white space, newlines and comments.</summary>
    /// <returns>Whether a newline was among them, since it separates fields and elements as a comma does.</returns>
    public bool SkipBlank()
    {
        var newline = false;
        while (!AtEnd)
        {
            if (AtComment)
            {
                SkipLine();
            }
            else if (Characters.IsWhitespace(Current))
            {
                newline |= Current == '\n';
                Advance();
            }
            else
            {
                break;
            }
        }

        return newline;
    }

    public HoconException Error(string problem) => new(Origin, problem);

    public HoconException ErrorAt(int position, string problem) => new(source.OriginAt(position), problem);

    private void SkipLine()
    {
        while (!AtEnd && Current != '\n')
        {
            Advance();
        }
    }
}
