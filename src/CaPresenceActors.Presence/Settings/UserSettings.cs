namespace CaPresenceActors.Presence;

/// <summary>What one person decides, or the administrator for them.</summary>
public sealed record UserSettings
{
    /// <summary>What a new user starts with: integration on, no account, the site's keywords.</summary>
    public static UserSettings Initial { get; } = new();

    /// <summary>The person's own switch for the Exchange integration.</summary>
    public bool Integration { get; init; } = true;

    /// <summary>The manual's <em>Exchange User Account</em>, <c>name@domain</c>; null for none.</summary>
    public string? Account { get; init; }

    /// <summary>A list of the person's own, which replaces the site's; null: the site's. An empty own list is a list.</summary>
    public KeywordList? OwnKeywords { get; init; }

    /// <summary>The settings without own rows that lead to a presence which is gone.</summary>
    public UserSettings Restrict(PresenceList presences)
    {
        var restricted = OwnKeywords?.Restrict(presences);
        return ReferenceEquals(restricted, OwnKeywords) ? this : this with { OwnKeywords = restricted };
    }

    /// <summary>The settings with a presence under its new name.</summary>
    public UserSettings Rename(PresenceRename rename)
    {
        var renamed = OwnKeywords?.Rename(rename);
        return ReferenceEquals(renamed, OwnKeywords) ? this : this with { OwnKeywords = renamed };
    }
}
