using System.Globalization;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>The character classes of the specification.</summary>
internal static class Characters
{
    private const string Forbidden = "$\"{}[]:=,+#`^?!@*&\\";

    private static readonly bool[] UnquotedAscii = [.. Enumerable.Range(0, 128).Select(c => !Forbidden.Contains((char)c, StringComparison.Ordinal) && !IsWhitespace((char)c))];

    /// <summary>Unicode separators, the byte order mark and a few control characters; a newline counts too, but is the only one that ends a line.</summary>
    public static bool IsWhitespace(char c) => c switch
    {
        ' ' => true,
        >= '\t' and <= '\r' => true,
        >= '\x1c' and <= '\x1f' => true,
        '\ufeff' => true,
        < '\x80' => false,
        _ => CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    /// <summary>May stand in a text without quotes. The pair <c>//</c>, which starts a comment, is the caller's concern.</summary>
    public static bool IsUnquoted(char c) => c < UnquotedAscii.Length ? UnquotedAscii[c] : !IsWhitespace(c);

    /// <summary>Names a character for an error text, invisible ones by code point.</summary>
    public static string Describe(char c) => c switch
    {
        '\n' => "the end of the line",
        '\'' => "\"'\"",
        _ when char.IsControl(c) || char.IsSurrogate(c) || IsWhitespace(c) => $"the character U+{(int)c:X4}",
        _ => $"'{c}'",
    };
}
