using System.Collections.Immutable;
using System.Numerics;

namespace CaPresenceActors.Presence;

/// <summary>Finds the highest keyword of a list in one pass over a normalised subject.</summary>
/// <remarks>
/// Each keyword is one bit. Two tables say which keywords may begin with a character, and which may have it second; what both leave over at a place in the subject is compared
/// there in full. The tables have fewer rows than there are characters, so they may name a keyword too many, but never one too few: characters which are
/// one to <see cref="StringComparison.OrdinalIgnoreCase"/> share a row.
/// </remarks>
internal sealed class KeywordSearch
{
    private const int Rows = 256;
    private const int MaxKeywords = 64;

    private static readonly byte[] RowOfCharacter = RowsOfAllCharacters();

    private readonly ImmutableArray<Keyword> _keywords;
    private readonly ulong[] _first = new ulong[Rows];
    private readonly ulong[] _second = new ulong[Rows];
    private readonly ulong _single;

    public KeywordSearch(ImmutableArray<Keyword> keywords)
    {
        if (keywords.Length > MaxKeywords)
        {
            throw new ArgumentException($"The list has {keywords.Length} keywords, but at most {MaxKeywords} can be searched for at once.", nameof(keywords));
        }

        _keywords = keywords;
        for (var position = 0; position < keywords.Length; position++)
        {
            var bit = 1UL << position;
            switch (keywords[position].Normalised)
            {
                case []:
                    break;
                case [var only]:
                    _first[RowOf(only)] |= bit;
                    _single |= bit;
                    break;
                case [var first, var second, ..]:
                    _first[RowOf(first)] |= bit;
                    _second[RowOf(second)] |= bit;
                    break;
            }
        }
    }

    /// <summary>The position of the highest keyword that occurs, or <see cref="KeywordList.NoMatch"/>.</summary>
    public int HighestIn(ReadOnlySpan<char> subject)
    {
        // Only what stands higher in the list than the best find is still of interest.
        var wanted = ulong.MaxValue;
        var best = KeywordList.NoMatch;
        for (var at = 0; at < subject.Length && wanted != 0; at++)
        {
            var candidates = _first[RowOf(subject[at])] & wanted;
            if (candidates == 0)
            {
                continue;
            }

            candidates &= at + 1 < subject.Length ? _single | _second[RowOf(subject[at + 1])] : _single;
            for (; candidates != 0; candidates &= candidates - 1)
            {
                var position = BitOperations.TrailingZeroCount(candidates);
                if (_keywords[position].OccursAt(subject, at))
                {
                    best = position;
                    wanted = (1UL << position) - 1;
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>All keywords that occur, the highest in the lowest bit.</summary>
    public ulong AllIn(ReadOnlySpan<char> subject)
    {
        var found = 0UL;
        for (var at = 0; at < subject.Length; at++)
        {
            var candidates = _first[RowOf(subject[at])] & ~found;
            if (candidates == 0)
            {
                continue;
            }

            candidates &= at + 1 < subject.Length ? _single | _second[RowOf(subject[at + 1])] : _single;
            for (; candidates != 0; candidates &= candidates - 1)
            {
                var position = BitOperations.TrailingZeroCount(candidates);
                found |= _keywords[position].OccursAt(subject, at) ? 1UL << position : 0;
            }
        }

        return found;
    }

    /// <summary>The row of a character in both tables.</summary>
    internal static byte RowOf(char character) => RowOfCharacter[character];

    // The case of a surrogate depends on its other half, so all of them share a row.
    private static byte[] RowsOfAllCharacters()
    {
        var all = new char[char.MaxValue + 1];
        for (var unit = 0; unit < all.Length; unit++)
        {
            all[unit] = char.IsSurrogate((char)unit) ? '\0' : (char)unit;
        }

        var upper = new char[all.Length];
        MemoryExtensions.ToUpperInvariant(all, upper);
        return Array.ConvertAll(upper, static character => (byte)(character % Rows));
    }
}
