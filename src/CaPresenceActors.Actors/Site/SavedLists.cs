using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>Which of the site's lists was saved.</summary>
public enum SavedList : byte
{
    /// <summary>The keyword list alone.</summary>
    Keywords,

    /// <summary>The presence list; keyword rows may have been moved with it.</summary>
    Presences,
}

/// <summary>The last save of the keyword list or the presence list: what was there before it, and the way back. Other settings are none of its business.</summary>
/// <param name="What">Which list was saved.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who saved it.</param>
/// <param name="Presences">The presence list before.</param>
/// <param name="Keywords">The keyword list before.</param>
/// <param name="Back">The rename that takes own keywords and manual presences back; null when the save renamed nothing. What was moved to a replacement stays there: nobody knows any more what was there by itself.</param>
public sealed record SavedLists(SavedList What, DateTimeOffset At, string By, PresenceList Presences, KeywordList Keywords, PresenceRename? Back)
{
    /// <summary>What a change of the settings saved; null when it left both lists as they were, or came from the configuration.</summary>
    public static SavedLists? Of(SiteConfiguration before, SiteConfiguration after, PresenceRename? rename, DateTimeOffset at, string by)
    {
        var (old, now) = (before.Rules, after.Rules);
        var presencesChanged = !old.Presences.Equals(now.Presences);
        if (after.SeedPending || (!presencesChanged && old.Keywords.Equals(now.Keywords)))
        {
            return null;
        }

        var back = rename?.Steps.Where(step => old.Presences.Find(step.To) is null && now.Presences.Find(step.From) is null).Select(step => (step.To, step.From));
        return new SavedLists(presencesChanged ? SavedList.Presences : SavedList.Keywords, at, by, old.Presences, old.Keywords, PresenceRename.OfAll(back ?? []));
    }

    /// <summary>The settings with the lists as they were before the save.</summary>
    /// <exception cref="RuleViolationException">The lists do not go together any more.</exception>
    public SiteSettings ApplyTo(SiteSettings now) => now.With(Presences, Keywords.Rows);

    /// <summary>What was saved, for people.</summary>
    /// <param name="now">The settings as they are, which the save led to.</param>
    public string Sentence(SiteSettings now) => What == SavedList.Keywords
        ? $"{By} saved the keyword list: {Difference([.. Keywords.Rows.Select(row => (Key(row.Text), row))], [.. now.Keywords.Rows.Select(row => (Key(row.Text), row))])}."
        : $"{By} saved the presence list: {Difference([.. Presences.Select(presence => (Back is null ? presence.Name : NewName(presence.Name), presence))], [.. now.Presences.Select(presence => (presence.Name, presence))])}.";

    private static string Key(string text) => NormalisedText.Of(text).ToUpperInvariant();

    private static string Difference<T>(IReadOnlyList<(string Key, T Row)> before, IReadOnlyList<(string Key, T Row)> after)
        where T : class
    {
        var old = before.ToDictionary(row => row.Key, row => row.Row, StringComparer.Ordinal);
        var added = after.Count(row => !old.ContainsKey(row.Key));
        var removed = before.Count - (after.Count - added);
        var changed = after.Count(row => old.TryGetValue(row.Key, out var was) && !was.Equals(row.Row));
        string?[] parts = [added > 0 ? $"{added} added" : null, removed > 0 ? $"{removed} removed" : null, changed > 0 ? $"{changed} changed" : null];
        return parts.OfType<string>().ToList() is { Count: > 0 } said ? string.Join(", ", said) : "the order changed";
    }

    private string NewName(string name) => Back?.Steps.Where(step => step.To == name).Select(step => step.From).FirstOrDefault() ?? name;
}
