using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>Why a keyword may be a mistake.</summary>
public enum KeywordDoubt : byte
{
    /// <summary>A higher one always matches where this one does: it can never lead to anything.</summary>
    Shadowed,

    /// <summary>It is in no appointment of the known calendars.</summary>
    NeverMatched,

    /// <summary>It is in appointments of the known calendars, and a higher one is in each of them.</summary>
    Outranked,
}

/// <summary>A keyword that may be a mistake.</summary>
/// <param name="Position">Its place in the list, from 1.</param>
/// <param name="Row">The row as written.</param>
/// <param name="Doubt">Why.</param>
/// <param name="By">The place of the keyword that shadows it, from 1; null for other doubts.</param>
/// <param name="Sentence">Why, for people.</param>
public sealed record KeywordWarning(int Position, KeywordRow Row, KeywordDoubt Doubt, int? By, string Sentence);

/// <summary>Looks through a keyword list for rows that do nothing.</summary>
public static class KeywordLint
{
    /// <summary>The rows that can never win, in the order of the list; this follows from the list alone.</summary>
    public static IEnumerable<KeywordWarning> Shadowed(KeywordList keywords)
    {
        foreach (var (index, keyword) in keywords.Index())
        {
            var shadow = keywords.Take(index).Index().Where(higher => higher.Item.Shadows(keyword)).Select(higher => (int?)higher.Index).FirstOrDefault();
            if (shadow is { } above)
            {
                yield return new KeywordWarning(
                    index + 1,
                    keyword.Row,
                    KeywordDoubt.Shadowed,
                    above + 1,
                    $"\"{keyword.Row.Text}\" can never win: wherever it matches, keyword {above + 1} (\"{keywords[above].Row.Text}\") matches too, and stands higher.");
            }
        }
    }

    /// <summary>All doubts, in the order of the list.</summary>
    /// <param name="keywords">The list.</param>
    /// <param name="matches">What was found of each row in the known calendars; empty when no calendar is known.</param>
    public static ImmutableArray<KeywordWarning> Of(KeywordList keywords, ImmutableArray<KeywordMatches> matches)
    {
        var shadowed = Shadowed(keywords).ToDictionary(warning => warning.Position);
        var unfruitful = matches.Index().Select(found => Unfruitful(found.Index + 1, keywords[found.Index].Row, found.Item, shadowed.ContainsKey(found.Index + 1))).OfType<KeywordWarning>();
        return [.. shadowed.Values.Concat(unfruitful).OrderBy(warning => warning.Position).ThenBy(warning => warning.Doubt)];
    }

    private static KeywordWarning? Unfruitful(int position, KeywordRow row, KeywordMatches found, bool isShadowed) => found switch
    {
        { Events: 0 } => new KeywordWarning(position, row, KeywordDoubt.NeverMatched, null, $"\"{row.Text}\" is in no event of the known calendars."),
        { Deciding: 0 } when !isShadowed => new KeywordWarning(
            position, row, KeywordDoubt.Outranked, null, $"\"{row.Text}\" is in {found.Events} {(found.Events == 1 ? "event" : "events")} of the known calendars, and a higher keyword decides {(found.Events == 1 ? "it" : "each of them")}."),
        _ => null,
    };
}
