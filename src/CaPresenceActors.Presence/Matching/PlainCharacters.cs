using System.Buffers;

namespace CaPresenceActors.Presence;

/// <summary>Characters that normalising leaves alone, in whatever order they stand: the letters that most subjects are written in.</summary>
/// <remarks>
/// It rests on two properties of the Unicode character database. A text in which every character has <c>NFKC_Quick_Check=Yes</c> and <c>Canonical_Combining_Class=0</c>
/// is in NFKC (UAX #15, section 9): what could compose with its neighbour to the left (U+3099, the vowels and finals of Hangul, accents) has <c>NFKC_Quick_Check=Maybe</c>,
/// and is not among these. Both are stable: no later version of Unicode may change them for an assigned character.
/// </remarks>
internal static class PlainCharacters
{
    /// <summary>First and last of each run.</summary>
    internal static readonly (char First, char Last)[] Runs =
    [
        (' ', '~'),
        ('\u00C0', '\u0131'), ('\u0134', '\u013E'), ('\u0141', '\u0148'), ('\u014A', '\u017E'), // Latin with accents, without the ligature ĳ and its like
        ('\u0391', '\u03A1'), ('\u03A3', '\u03CE'), // Greek
        ('\u0400', '\u0481'), // Cyrillic
        ('\u2013', '\u2014'), ('\u2018', '\u201E'), // dashes and quotation marks
        ('\u3001', '\u3011'), // 、 to 】
        ('\u3041', '\u3096'), ('\u309D', '\u309E'), // Hiragana
        ('\u30A0', '\u30FE'), // Katakana
        ('\u4E00', '\u9FFF'), // ideographs
        ('\uAC00', '\uD7A3'), // Hangul, whole syllables
    ];

    private static readonly SearchValues<char> All = SearchValues.Create([.. Runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1)).Select(unit => (char)unit)]);

    public static bool AreAll(ReadOnlySpan<char> text)
    {
        // ASCII is looked through many characters at a time, the others one by one.
        var first = text.IndexOfAnyExceptInRange(' ', '~');
        return first < 0 || text[first..].IndexOfAnyExcept(All) < 0;
    }
}
