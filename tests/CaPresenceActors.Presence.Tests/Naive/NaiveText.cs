using System.Globalization;
using System.Text;

namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>SEMANTICS §3 again, without cleverness: every position is tried, every character compared by itself.</summary>
internal static class NaiveText
{
    public static string Normalise(string text)
    {
        var whole = "";
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                whole += text.Substring(i, 2);
                i++;
            }
            else
            {
                whole += char.IsSurrogate(text[i]) ? '\uFFFD' : text[i];
            }
        }

        var spaced = "";
        foreach (var character in whole.Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsWhiteSpace(character))
            {
                spaced += character;
            }
            else if (!spaced.EndsWith(' '))
            {
                spaced += ' ';
            }
        }

        return spaced.Trim();
    }

    public static bool AreSame(string left, string right) => EqualIgnoringCase(Normalise(left), Normalise(right));

    public static bool Matches(string keyword, bool wholeWord, string subject)
    {
        var (wanted, text) = (Normalise(keyword), Normalise(subject));
        for (var start = 0; start + wanted.Length <= text.Length; start++)
        {
            var end = start + wanted.Length;
            if (EqualIgnoringCase(text[start..end], wanted) && (!wholeWord || (EndsWord(Before(text, start)) && EndsWord(After(text, end)))))
            {
                return true;
            }
        }

        return false;
    }

    // One character against one character; of the simple capitals, OrdinalIgnoreCase leaves out those of dotless i and long s.
    public static bool EqualIgnoringCase(string left, string right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (char.IsHighSurrogate(left[i]) && char.IsHighSurrogate(right[i]) && i + 1 < left.Length && char.IsLowSurrogate(left[i + 1]) && char.IsLowSurrogate(right[i + 1]))
            {
                if (Rune.ToUpperInvariant(new Rune(left[i], left[i + 1])) != Rune.ToUpperInvariant(new Rune(right[i], right[i + 1])))
                {
                    return false;
                }

                i++;
            }
            else if (Capital(left[i]) != Capital(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Capital(char character) => character is 'ı' or 'ſ' ? character : char.ToUpperInvariant(character);

    private static string Before(string text, int position) =>
        position == 0 ? "" : position > 1 && char.IsLowSurrogate(text[position - 1]) ? text.Substring(position - 2, 2) : text.Substring(position - 1, 1);

    private static string After(string text, int position) =>
        position == text.Length ? "" : char.IsHighSurrogate(text[position]) ? text.Substring(position, 2) : text.Substring(position, 1);

    private static bool EndsWord(string neighbour)
    {
        if (neighbour.Length == 0)
        {
            return true;
        }

        var category = CharUnicodeInfo.GetUnicodeCategory(neighbour, 0);
        return !(category <= UnicodeCategory.OtherLetter
            || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            || category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);
    }
}
