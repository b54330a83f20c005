using System.Text;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>What comes from a server is shown to people only after this: one line, no control characters, not long.</summary>
internal static class Printable
{
    private const int LongestWords = 200;
    private const int LongestCode = 80;

    /// <summary>A name that a server sent, such as a response code; whatever is no plain name becomes "an unreadable code".</summary>
    public static string Code(string code)
    {
        foreach (var c in code)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return "an unreadable code";
            }
        }

        return code.Length is > 0 and <= LongestCode ? code : "an unreadable code";
    }

    /// <summary>A sentence that a server sent.</summary>
    public static string Words(string text)
    {
        var line = new StringBuilder(LongestWords);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= LongestWords)
            {
                return line.Append('…').ToString();
            }

            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }
}
