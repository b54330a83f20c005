using System.Globalization;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>A row of a keyword list as somebody wrote it.</summary>
/// <param name="Text">The keyword as written.</param>
/// <param name="Presence">The presence it leads to.</param>
/// <param name="WholeWord">Whether it must stand as a word of its own.</param>
public sealed record KeywordRow(string Text, string Presence, bool WholeWord = false);

/// <summary>A row that is ready to be looked for.</summary>
public sealed class Keyword
{
    private readonly string _normalised;

    internal Keyword(KeywordRow row, string normalised)
    {
        Row = row;
        _normalised = normalised;
    }

    /// <summary>The row as it is written in the list, its presence trimmed.</summary>
    public KeywordRow Row { get; }

    /// <summary>The keyword in the form that is compared.</summary>
    internal string Normalised => _normalised;

    /// <summary>Whether the keyword occurs in a normalised subject. Any occurrence that passes is enough.</summary>
    internal bool OccursIn(ReadOnlySpan<char> subject)
    {
        for (var at = 0; at <= subject.Length - _normalised.Length; at++)
        {
            if (OccursAt(subject, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the keyword occurs in a normalised subject at one place.</summary>
    internal bool OccursAt(ReadOnlySpan<char> subject, int at) =>
        subject[at..].StartsWith(_normalised, StringComparison.OrdinalIgnoreCase)
        && (!Row.WholeWord || StandsAlone(subject[..at], subject[(at + _normalised.Length)..]));

    private static bool StandsAlone(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        _ = Rune.DecodeLastFromUtf16(before, out var last, out _);
        _ = Rune.DecodeFromUtf16(after, out var first, out _);
        return (before.IsEmpty || !BelongsToWord(last)) && (after.IsEmpty || !BelongsToWord(first));
    }

    // Letters, digits and combining marks; '_' and '-' end a word.
    private static bool BelongsToWord(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
