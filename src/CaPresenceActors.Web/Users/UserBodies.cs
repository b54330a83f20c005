using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Site;

namespace CaPresenceActors.Web.Users;

/// <summary>A person's profile.</summary>
internal sealed record UserBody
{
    public required string Extension { get; init; }

    public required string Name { get; init; }

    public string? ExchangeAccount { get; init; }

    public required bool Integration { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Left out: the site's list.</summary>
    public IReadOnlyList<KeywordBody>? Keywords { get; init; }

    public static UserBody Of(UserProfile user) => new()
    {
        Extension = user.Extension,
        Name = user.Name,
        ExchangeAccount = user.Account,
        Integration = user.Integration,
        TimeZone = user.TimeZone,
        Keywords = user.OwnKeywords is { } own ? [.. own.Rows.Select(KeywordBody.Of)] : null,
    };
}

/// <summary>A list of one's own, or null for the site's.</summary>
internal sealed record OwnKeywordsBody
{
    public required IReadOnlyList<KeywordBody>? Keywords { get; init; }
}

/// <summary>What an import did.</summary>
internal sealed record ImportBody(int Added, int Changed, int Unchanged);

/// <summary>A line of an import that is wrong.</summary>
internal sealed record BadLine(int Line, string Problem);
