using System.Globalization;
using System.Text;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Reads texts in quotes: JSON strings and triple-quoted ones.</summary>
internal static class QuotedText
{
    private const string TripleQuote = "\"\"\"";

    public static string Read(Cursor cursor) => cursor.StartsWith(TripleQuote) ? ReadTriple(cursor) : ReadJson(cursor);

    // Everything up to the closing quotes is taken as it is; of more than three quotes the last three close, and the others belong to the text.
    private static string ReadTriple(Cursor cursor)
    {
        var opening = cursor.Position;
        cursor.Advance(TripleQuote.Length);
        var start = cursor.Position;
        while (!cursor.StartsWith(TripleQuote))
        {
            if (cursor.AtEnd)
            {
                throw cursor.ErrorAt(opening, "this text in triple quotes is never closed. Needed: \"\"\" at its end.");
            }

            cursor.Advance();
        }

        while (cursor.Peek(TripleQuote.Length) == '"')
        {
            cursor.Advance();
        }

        var text = cursor.TextSince(start);
        cursor.Advance(TripleQuote.Length);
        return text;
    }

    private static string ReadJson(Cursor cursor)
    {
        var opening = cursor.Position;
        cursor.Advance();
        var text = new StringBuilder();
        while (!cursor.TryConsume('"'))
        {
            if (cursor.AtEnd || cursor.Current == '\n')
            {
                throw cursor.ErrorAt(opening, $"this quote is never closed: found {cursor.Found} first. Needed: a closing quote in the same line, or triple quotes (\"\"\") for a text of several lines.");
            }

            if (cursor.Current < ' ')
            {
                throw cursor.Error($"found {cursor.Found} inside quotes. Needed: an escape such as \\t or \\u{(int)cursor.Current:x4}, or triple quotes (\"\"\").");
            }

            if (cursor.Current == '\\')
            {
                text.Append(ReadEscape(cursor));
            }
            else
            {
                text.Append(cursor.Current);
                cursor.Advance();
            }
        }

        return text.ToString();
    }

    private static char ReadEscape(Cursor cursor)
    {
        var escaped = cursor.Peek(1) switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadCodeUnit(cursor),
            var other => throw cursor.Error($"found a backslash before {Characters.Describe(other)}. Needed: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; a backslash itself is written \\\\."),
        };
        cursor.Advance(2);
        return escaped;
    }

    private static char ReadCodeUnit(Cursor cursor)
    {
        Span<char> digits = [cursor.Peek(2), cursor.Peek(3), cursor.Peek(4), cursor.Peek(5)];
        if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw cursor.Error("found \\u without four hexadecimal digits after it. Needed: for example \\u00e9.");
        }

        cursor.Advance(4);
        return (char)code;
    }
}
