using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>What becomes of a keyword that is found in a subject.</summary>
public enum KeywordVerdict : byte
{
    /// <summary>It leads to the presence.</summary>
    Wins,

    /// <summary>It matches, but a higher one does too.</summary>
    Lower,

    /// <summary>It is in the subject, but only within longer words.</summary>
    NotWholeWord,
}

/// <summary>A keyword that is found in a subject, and what becomes of it.</summary>
/// <param name="Position">Its place in the list, from 1.</param>
/// <param name="Row">The row as written.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Reason">Why, in a sentence for people. It does not hold the subject.</param>
public sealed record KeywordCandidate(int Position, KeywordRow Row, KeywordVerdict Verdict, string Reason);

/// <summary>Tries a subject on a keyword list, with the very rules that calendars are read by.</summary>
public static class KeywordTest
{
    /// <summary>All keywords that match a subject, and those that would if they did not have to be whole words, highest first. None wins when none matches.</summary>
    public static ImmutableArray<KeywordCandidate> Of(KeywordList keywords, string subject)
    {
        var normalised = NormalisedText.Of(subject);
        var winner = keywords.Match(subject);
        var candidates = ImmutableArray.CreateBuilder<KeywordCandidate>();
        foreach (var (index, keyword) in keywords.Index())
        {
            if (index == winner)
            {
                candidates.Add(new KeywordCandidate(index + 1, keyword.Row, KeywordVerdict.Wins, "It stands highest of those that match."));
            }
            else if (keyword.OccursIn(normalised))
            {
                candidates.Add(new KeywordCandidate(index + 1, keyword.Row, KeywordVerdict.Lower, $"It matches, but keyword {winner + 1} (\"{keywords[winner!.Value].Row.Text}\") stands higher."));
            }
            else if (keyword.IsPartOf(normalised))
            {
                candidates.Add(new KeywordCandidate(index + 1, keyword.Row, KeywordVerdict.NotWholeWord, "It must stand as a word of its own, and is there only as a part of longer words."));
            }
        }

        return candidates.DrainToImmutable();
    }
}
