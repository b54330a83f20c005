using System.Collections.Immutable;
using System.Numerics;

namespace CaPresenceActors.Presence;

/// <summary>How often a keyword is found.</summary>
/// <param name="People">In how many calendars.</param>
/// <param name="Events">In how many appointments that count.</param>
/// <param name="Deciding">In how many of these no higher one is found.</param>
public readonly record struct KeywordMatches(int People, int Events, int Deciding);

/// <summary>Counts in how many calendars and appointments the keywords of a list are found. Calendars may be taken on several threads at once; nothing of them is kept but the counts.</summary>
/// <param name="keywords">The list.</param>
/// <param name="options">Which appointments count.</param>
public sealed class KeywordTally(KeywordList keywords, PresenceOptions options)
{
    private readonly int[] _people = new int[keywords.Count];
    private readonly int[] _events = new int[keywords.Count];
    private readonly int[] _deciding = new int[keywords.Count];

    /// <summary>The counts so far, in the order of the list.</summary>
    public ImmutableArray<KeywordMatches> Matches => [.. Enumerable.Range(0, keywords.Count).Select(i => new KeywordMatches(_people[i], _events[i], _deciding[i]))];

    /// <summary>Counts one person's calendar.</summary>
    public void Take(Calendar calendar)
    {
        var found = 0UL;
        for (var i = 0; i < calendar.Count; i++)
        {
            if (calendar.Counts(i, options) && keywords.AllInUtf8(calendar.SubjectOf(i)) is var here and not 0)
            {
                found |= here;
                Interlocked.Increment(ref _deciding[BitOperations.TrailingZeroCount(here)]);
                Count(here, _events);
            }
        }

        Count(found, _people);
    }

    private static void Count(ulong found, int[] counts)
    {
        for (; found != 0; found &= found - 1)
        {
            Interlocked.Increment(ref counts[BitOperations.TrailingZeroCount(found)]);
        }
    }
}
