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

    /// <summary>Left out: none.</summary>
    public string? Group { get; init; }

    /// <summary>Left out: the times are not hidden.</summary>
    public bool? HideTimes { get; init; }

    public bool? AccountUnconfirmed { get; init; }

    /// <summary>Left out: the site's list.</summary>
    public IReadOnlyList<KeywordBody>? Keywords { get; init; }

    public static UserBody Of(UserProfile user) => new()
    {
        Extension = user.Extension,
        Name = user.Name,
        ExchangeAccount = user.Account,
        Integration = user.Integration,
        TimeZone = user.TimeZone,
        Group = user.Group,
        HideTimes = user.HideTimes ? true : null,
        AccountUnconfirmed = user.AccountUnconfirmed ? true : null,
        Keywords = user.OwnKeywords is { } own ? [.. own.Rows.Select(KeywordBody.Of)] : null,
    };
}

/// <summary>What an administrator says of a person. Own keywords are not among it: they stay.</summary>
internal sealed record ProfileBody
{
    public required string Name { get; init; }

    /// <summary>Left out or empty: none.</summary>
    public string? ExchangeAccount { get; init; }

    /// <summary>Left out: as it was, and as the site has chosen for a new user.</summary>
    public bool? Integration { get; init; }

    /// <summary>Left out or empty: the site's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Left out or empty: none.</summary>
    public string? Group { get; init; }

    /// <summary>The profile that comes of it; the same form as an imported line, so both ways lead to the same profile.</summary>
    public CsvUser ToUser(string extension) => new()
    {
        Extension = extension,
        Name = OneLine(Name),
        Account = NullIfEmpty(ExchangeAccount),
        Integration = Integration,
        TimeZone = NullIfEmpty(TimeZone),
        HasTimeZone = true,
        Group = NullIfEmpty(OneLine(Group ?? string.Empty)),
        HasGroup = true,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The Exchange user account; null or empty: none.</summary>
internal sealed record AccountBody
{
    public required string? ExchangeAccount { get; init; }
}

/// <summary>What a person keeps to themselves.</summary>
internal sealed record PrivacyBody
{
    public required bool HideTimes { get; init; }
}

/// <summary>A list of one's own, or null for the site's.</summary>
internal sealed record OwnKeywordsBody
{
    public required IReadOnlyList<KeywordBody>? Keywords { get; init; }
}

/// <summary>What an import did.</summary>
/// <param name="Added">New users.</param>
/// <param name="Changed">Users whose profile is another one.</param>
/// <param name="Unchanged">Users whose profile is what it was.</param>
/// <param name="Passwords">Users who were given a password; left out when the file gives none.</param>
internal sealed record ImportBody(int Added, int Changed, int Unchanged, int? Passwords = null);

/// <summary>A line of an import that is wrong.</summary>
internal sealed record BadLine(int Line, string Problem);
