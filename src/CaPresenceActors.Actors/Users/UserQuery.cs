using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Users;

/// <summary>Which users somebody asks for. What is null does not matter.</summary>
public sealed record UserQuery
{
    /// <summary>Words, each of which occurs in the extension, the name or the account; case, accents and widths do not matter.</summary>
    public string? Search { get; init; }

    /// <summary>Who is in this group; empty: who is in none.</summary>
    public string? Group { get; init; }

    /// <summary>Whose own switch of the integration stands like this.</summary>
    public bool? Integration { get; init; }

    /// <summary>Who has an Exchange user account, or has none.</summary>
    public bool? HasAccount { get; init; }

    /// <summary>Who has keywords of their own, or the site's.</summary>
    public bool? HasOwnKeywords { get; init; }

    /// <summary>Only these extensions.</summary>
    public IReadOnlySet<string>? Among { get; init; }

    /// <summary>Only extensions after this one.</summary>
    public string? After { get; init; }

    /// <summary>How many users at the most.</summary>
    public required int Limit { get; init; }
}

/// <summary>Users that were asked for, in order of the extension.</summary>
/// <param name="Users">At most as many as were asked for.</param>
/// <param name="Total">How many there are, whatever the page.</param>
/// <param name="HasMore">Whether there are more after these.</param>
public sealed record UserPage(ImmutableArray<UserProfile> Users, int Total, bool HasMore);

/// <summary>A group of users.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many users are in it.</param>
public sealed record UserGroup(string Name, int Count);
