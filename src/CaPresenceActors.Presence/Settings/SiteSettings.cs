namespace CaPresenceActors.Presence;

/// <summary>
/// What the site decides for everybody: one immutable value with a version, which every extension shares.
/// </summary>
public sealed record SiteSettings
{
    private SiteSettings()
    {
    }

    /// <summary>What a new site starts with: the initial presences, no keywords, integration off.</summary>
    public static SiteSettings Initial { get; } = new() { Presences = PresenceList.Initial, Keywords = KeywordList.Empty, Options = new PresenceOptions() };

    /// <summary>Counts the changes; the higher one is the newer.</summary>
    public long Version { get; init; }

    /// <summary>The manual's <em>Enable Exchange Schedule Integration</em>.</summary>
    public bool Integration { get; init; }

    /// <summary>The presences that extensions can show.</summary>
    public PresenceList Presences { get; private init; } = PresenceList.Initial;

    /// <summary>The keywords of everybody who has no list of their own.</summary>
    public KeywordList Keywords { get; private init; } = KeywordList.Empty;

    /// <summary>Which appointments count, and what comes after them.</summary>
    public PresenceOptions Options { get; init; } = new();

    /// <summary>With another presence list.</summary>
    /// <exception cref="RuleViolationException">The keyword list leads to a presence that would be gone.</exception>
    public SiteSettings WithPresences(PresenceList presences)
    {
        foreach (var (position, keyword) in Keywords.Index())
        {
            if (presences.Find(keyword.Row.Presence) is null)
            {
                throw new RuleViolationException(
                    $"The presence \"{keyword.Row.Presence}\" cannot be removed: keyword {position + 1} (\"{keyword.Row.Text}\") of the site's list leads to it.");
            }
        }

        return this with { Presences = presences };
    }

    /// <summary>With another presence list, after the keyword rows that lead to presences which are gone were moved to others.</summary>
    /// <param name="presences">The list.</param>
    /// <param name="replacing">What takes the place of presences that are left out; null: none needs it.</param>
    /// <exception cref="RuleViolationException">A replacement is of no use, or the keyword list leads to a presence that would be gone.</exception>
    public SiteSettings WithPresences(PresenceList presences, PresenceRename? replacing)
    {
        foreach (var (from, to) in replacing?.Steps ?? [])
        {
            if (Presences.Find(from) is null || presences.Find(from) is not null)
            {
                throw new RuleViolationException($"The presence \"{from.Trim()}\" is to be replaced, but is not one that the new list leaves out.");
            }

            if (presences.Find(to) is null)
            {
                throw new RuleViolationException($"The presence \"{from.Trim()}\" is to be replaced by \"{to.Trim()}\", which is not in the new list.");
            }
        }

        return (replacing is null ? this : this with { Keywords = Keywords.Rename(replacing) }).WithPresences(presences);
    }

    /// <summary>With another keyword list.</summary>
    /// <exception cref="RuleViolationException">A rule for keyword lists is broken.</exception>
    public SiteSettings WithKeywords(IReadOnlyList<KeywordRow> rows) => this with { Keywords = KeywordList.Of(rows, Presences) };

    /// <summary>With another presence list and another keyword list at once, checked against each other.</summary>
    /// <exception cref="RuleViolationException">A rule for keyword lists is broken.</exception>
    public SiteSettings With(PresenceList presences, IReadOnlyList<KeywordRow> rows) => this with { Presences = presences, Keywords = KeywordList.Of(rows, presences) };

    /// <summary>With a presence under a new name; the site's keyword rows go along.</summary>
    /// <exception cref="RuleViolationException">There is no such presence, or the new name breaks a rule.</exception>
    public SiteSettings Rename(PresenceRename rename)
    {
        var old = Presences.Find(rename.From) ?? throw new RuleViolationException($"There is no presence \"{rename.From}\" to rename.");
        var presences = PresenceList.Of([.. Presences.Select(p => p == old ? p with { Name = rename.To } : p)]);
        return this with { Presences = presences, Keywords = Keywords.Rename(rename) };
    }
}
