using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Users;

namespace CaPresenceActors.Web.Clients;

/// <summary>All that a client needs at its start, besides the board.</summary>
internal sealed record ClientBody
{
    public required MeBody Me { get; init; }

    public required IReadOnlyList<PresenceBody> Presences { get; init; }

    public required EffectiveKeywordsBody Keywords { get; init; }

    public required ClientSiteBody Site { get; init; }

    public required IReadOnlyList<string> Favourites { get; init; }

    public required IReadOnlyList<UserGroup> Groups { get; init; }

    /// <summary>Left out of what the tag is made of: it grows with every change of anybody's presence.</summary>
    public long? Position { get; init; }
}

/// <summary>Who asks.</summary>
internal sealed record MeBody
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public string? Extension { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>Left out for who has no extension.</summary>
    public UserBody? Profile { get; init; }

    public static MeBody Of(Caller caller, UserProfile? profile) => new()
    {
        Name = caller.Name,
        Role = Words<Actors.SignIns.Role>.Of(caller.Role).Value,
        Extension = caller.Extension,
        DisplayName = profile?.Name ?? caller.Name,
        Profile = profile is null ? null : UserBody.Of(profile),
    };
}

/// <summary>The keywords that count for who asks.</summary>
/// <param name="Own">Whether the list is their own rather than the site's.</param>
/// <param name="Rows">Highest first.</param>
internal sealed record EffectiveKeywordsBody(bool Own, IReadOnlyList<KeywordBody> Rows);

/// <summary>The site's settings as far as a client needs them.</summary>
internal sealed record ClientSiteBody
{
    public required long Version { get; init; }

    public required bool Integration { get; init; }

    public required OptionsBody Options { get; init; }

    public required string TimeZone { get; init; }

    public required bool UsersMayChangeProfile { get; init; }

    /// <summary><c>everybody</c> or <c>receptionists</c>.</summary>
    public required string ScheduleTimes { get; init; }

    public static ClientSiteBody Of(SiteConfiguration site) => new()
    {
        Version = site.Rules.Version,
        Integration = site.Rules.Integration,
        Options = OptionsBody.Of(site.Rules.Options),
        TimeZone = site.TimeZone,
        UsersMayChangeProfile = site.UsersMayChangeProfile,
        ScheduleTimes = Words<ScheduleTimes>.Of(site.ScheduleTimes).Value,
    };
}

/// <summary>Somebody's favourites, in their own order.</summary>
internal sealed record FavouritesBody
{
    public required IReadOnlyList<string> Extensions { get; init; }
}
