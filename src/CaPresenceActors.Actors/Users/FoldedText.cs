using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace CaPresenceActors.Actors.Users;

/// <summary>
/// Texts as people look for them: without case, accents and widths. <c>MULLER</c> finds Müller, <c>lodz</c> Łódź, <c>strasse</c> Straße and <c>ﾊﾅ</c> バナナ.
/// </summary>
internal static class FoldedText
{
    // Decomposition (NFKD) parts a letter from its accents, but some letters have no parts.
    private static readonly FrozenDictionary<char, string> Letters = new Dictionary<char, string>
    {
        ['ß'] = "ss", ['æ'] = "ae", ['Æ'] = "ae", ['œ'] = "oe", ['Œ'] = "oe", ['ø'] = "o", ['Ø'] = "o", ['ł'] = "l", ['Ł'] = "l", ['đ'] = "d", ['Đ'] = "d",
        ['ð'] = "d", ['Ð'] = "d", ['þ'] = "th", ['Þ'] = "th", ['ħ'] = "h", ['Ħ'] = "h", ['ı'] = "i", ['ŧ'] = "t", ['Ŧ'] = "t", ['ẞ'] = "ss",
    }.ToFrozenDictionary();

    /// <summary>A text in the form in which texts are compared.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Fold(text);

    /// <summary>Whether a folded text occurs in one that is not folded.</summary>
    public static bool Occurs(string folded, string text) => Of(text).Contains(folded, StringComparison.OrdinalIgnoreCase);

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in WithoutLoneSurrogates(text).Normalize(NormalizationForm.FormKD))
        {
            if (Letters.TryGetValue(character, out var letters))
            {
                folded.Append(letters);
            }
            else if (char.GetUnicodeCategory(character) != System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                folded.Append(character);
            }
        }

        return folded.ToString();
    }

    // The framework refuses to normalise a half character.
    private static string WithoutLoneSurrogates(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var length) != OperationStatus.Done)
            {
                return string.Concat(text.EnumerateRunes());
            }

            at += length;
        }

        return text;
    }
}
