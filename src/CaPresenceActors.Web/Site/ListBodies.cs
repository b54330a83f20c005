using System.Collections.Immutable;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Web.Site;

internal sealed record PresenceUseBody(IReadOnlyList<UseBody> Presences)
{
    public static PresenceUseBody Of(ImmutableArray<PresenceUse> uses) =>
        new([.. uses.Select(use => new UseBody(use.Name, use.Keywords, use.OwnKeywords, use.Manual, use.Shown))]);
}

internal sealed record UseBody(string Name, int Keywords, int OwnKeywords, int Manual, int Shown);

/// <summary>What takes the place of a presence that is left out.</summary>
internal sealed record ReplacementBody
{
    public required string Presence { get; init; }

    public required string By { get; init; }
}

/// <summary>The last save of a list, and what was there before it.</summary>
internal sealed record UndoBody(SavedList What, DateTimeOffset SavedAt, string SavedBy, string Sentence, BeforeBody Before)
{
    public static UndoBody Of(SavedLists saved, SiteSettings now) => new(
        saved.What,
        saved.At,
        saved.By,
        saved.Sentence(now),
        new BeforeBody(saved.What == SavedList.Presences ? [.. saved.Presences.Select(PresenceBody.Of)] : null, [.. saved.Keywords.Rows.Select(KeywordBody.Of)]));
}

/// <param name="Presences">Left out when the keyword list alone was saved.</param>
/// <param name="Keywords">The keyword list before.</param>
internal sealed record BeforeBody(IReadOnlyList<PresenceBody>? Presences, IReadOnlyList<KeywordBody> Keywords);
