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

    /// <summary>Whether the keyword occurs in a normalised subject as a word or within one.</summary>
    internal bool IsPartOf(ReadOnlySpan<char> subject) => subject.Contains(_normalised, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether this keyword occurs in every subject in which another one does: then one that stands below it never leads to anything.
    /// </summary>
    /// <remarks>
    /// One subject decides. A keyword that may stand within words occurs in a subject that has letters on both sides of it, ones which this keyword does not have; where this one occurs there,
    /// it lies within the other and needs nothing around it, so it occurs wherever the other does. Of a keyword that must be a word, the subject that is the keyword alone says the same: on
    /// each side of any other place where it occurs is what ends a word, too. Both ask the matcher itself. (Nor can several keywords shadow one that none of them shadows alone: each would
    /// have to occur in that one subject.) Characters that are one but for case belong to words alike, and an ideograph composes with nothing, so that the subject is its own normalised form.
    /// </remarks>
    internal bool Shadows(Keyword other)
    {
        var stranger = OtherThan(_normalised);
        return OccursIn(other.Row.WholeWord ? other._normalised : $"{stranger}{other._normalised}{stranger}");
    }

    /// <summary>Whether the keyword occurs in a normalised subject at one place.</summary>
    internal bool OccursAt(ReadOnlySpan<char> subject, int at) =>
        subject[at..].StartsWith(_normalised, StringComparison.OrdinalIgnoreCase)
        && (!Row.WholeWord || StandsAlone(subject[..at], subject[(at + _normalised.Length)..]));

    // An ideograph is a letter, has no case, and a keyword is shorter than there are ideographs.
    private static char OtherThan(string keyword)
    {
        var stranger = '\u4E00';
        while (keyword.Contains(stranger, StringComparison.Ordinal))
        {
            stranger++;
        }

        return stranger;
    }

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
