using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rules;

/// <summary>Whether presences may leave the list.</summary>
public static class PresenceRemoval
{
    /// <summary>Whether a list leaves out any presence of another; only then it matters who uses what.</summary>
    public static bool IsIn(PresenceList next, PresenceList now) => now.Any(presence => next.Find(presence.Name) is null);

    /// <summary>What keeps presences from being left out, in a sentence; null when nothing does.</summary>
    /// <param name="uses">Where the presences of the present list are used.</param>
    /// <param name="next">The list to come.</param>
    /// <param name="replacing">What takes the place of what.</param>
    public static string? ProblemOf(IEnumerable<PresenceUse> uses, PresenceList next, PresenceRename? replacing)
    {
        var orphaning = Orphaning(uses, next, replacing).ToList();
        return orphaning.Count == 0 ? null : $"{string.Join(" ", orphaning)} Say which presence of the new list replaces {(orphaning.Count == 1 ? "it" : "each of them")}. Nothing was changed.";
    }

    /// <summary>What keeps a save from being taken back, in a sentence; null when nothing does.</summary>
    /// <param name="uses">Where the presences of the present list are used.</param>
    /// <param name="saved">The save.</param>
    public static string? ProblemOf(IEnumerable<PresenceUse> uses, SavedLists saved)
    {
        // The site's own rows go back with the list.
        var orphaning = Orphaning(uses.Select(use => use with { Keywords = 0 }), saved.Presences, saved.Back).ToList();
        return orphaning.Count == 0 ? null : $"The presence list cannot be taken back, since presences would be gone that have come into use. {string.Join(" ", orphaning)} Leave them out with a replacement instead. Nothing was changed.";
    }

    private static IEnumerable<string> Orphaning(IEnumerable<PresenceUse> uses, PresenceList next, PresenceRename? replacing) =>
        from use in uses
        where use.IsUsed && next.Find(replacing?.Of(use.Name) ?? use.Name) is null
        select $"The presence \"{use.Name}\" is in use: {use.Sentence}.";
}
