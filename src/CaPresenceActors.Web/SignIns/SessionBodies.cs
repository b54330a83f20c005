using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Web.SignIns;

/// <summary>A name and a password.</summary>
internal sealed record CredentialsBody
{
    public required string Name { get; init; }

    public required string Password { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => $"Credentials of {Name}";
}

/// <summary>The password that was, and the one that shall be.</summary>
internal sealed record PasswordChangeBody
{
    public required string Current { get; init; }

    public required string New { get; init; }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "A change of password";
}

/// <summary>A password.</summary>
internal sealed record PasswordBody
{
    public required string Password { get; init; }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "A password";
}

/// <summary>Who has signed in.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Extension">Their own extension.</param>
/// <param name="DisplayName">How to call them.</param>
/// <param name="AntiforgeryToken">What goes with every request that changes something; only where there is a session.</param>
internal sealed record SessionBody(string Name, Role Role, string? Extension, string DisplayName, string? AntiforgeryToken);

/// <summary>The token of a link.</summary>
internal sealed record LinkBody
{
    public required string Token { get; init; }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "A link";
}

/// <summary>The token of a link, and what its owner chose.</summary>
internal sealed record AcceptBody
{
    public required string Token { get; init; }

    /// <summary>Only with the link of the first start: the name of the administrator to be.</summary>
    public string? Name { get; init; }

    public required string Password { get; init; }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "A link that is accepted";
}

/// <summary>What a link is for.</summary>
internal enum InvitationPurpose
{
    /// <summary>To become the first administrator, under a name of one's own choice.</summary>
    FirstAdministrator,

    /// <summary>To choose a password.</summary>
    Invitation,
}

/// <param name="Purpose">What the link is for.</param>
/// <param name="Name">Whose it is; left out with the link of the first start.</param>
/// <param name="DisplayName">How to call them.</param>
/// <param name="ExpiresAt">Until when it counts.</param>
internal sealed record InvitationBody(InvitationPurpose Purpose, string? Name, string? DisplayName, DateTimeOffset ExpiresAt);

/// <summary>Whether somebody can sign in, and as what.</summary>
internal sealed record SignInBody
{
    public required string Name { get; init; }

    public required Role Role { get; init; }

    public string? Extension { get; init; }

    public required string DisplayName { get; init; }

    public required bool HasPassword { get; init; }

    public DateTimeOffset? InvitedUntil { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }
}

/// <param name="SignIns">In order of the name.</param>
/// <param name="Total">How many fit, on all pages.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
internal sealed record SignInsBody(IReadOnlyList<SignInBody> SignIns, int Total, string? Next);

/// <summary>The role that somebody shall have.</summary>
internal sealed record RoleBody
{
    public required Role Role { get; init; }
}

/// <param name="Link">Told once, and stored nowhere.</param>
/// <param name="ExpiresAt">Until when it counts.</param>
internal sealed record InvitedBody(string Link, DateTimeOffset ExpiresAt);

/// <summary>A token that shall be made.</summary>
internal sealed record NewTokenBody
{
    public required string Name { get; init; }

    public required TokenScope Scope { get; init; }

    /// <summary>Left out: receptionist.</summary>
    public Role? Role { get; init; }

    /// <summary>Left out: it counts until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A token that there is. Itself it is told once, when it is made.</summary>
internal sealed record TokenBody
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required TokenScope Scope { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? Token { get; init; }
}

/// <param name="Tokens">In order of when they were made.</param>
internal sealed record TokensBody(IReadOnlyList<TokenBody> Tokens);
