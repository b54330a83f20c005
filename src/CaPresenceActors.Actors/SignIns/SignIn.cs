namespace CaPresenceActors.Actors.SignIns;

/// <summary>
/// An account: a user's, whose name is their extension, or that of somebody without one. A user who was never given a password, an invitation or a role has none stored; they are users who cannot sign in yet.
/// </summary>
public sealed record SignIn
{
    /// <summary>What is typed to sign in.</summary>
    public required string Name { get; init; }

    /// <summary>What its owner may do.</summary>
    public required Role Role { get; init; }

    /// <summary>Whether the name is a user's extension. It goes when the user goes.</summary>
    public bool IsUser { get; init; }

    /// <summary>The password as <see cref="Ports.IPasswordHasher"/> made it; null while there is none.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The invitation that is open; null for none.</summary>
    public Invitation? Invitation { get; init; }

    /// <summary>A random text that every session carries. A new one ends them all.</summary>
    public required string Stamp { get; init; }

    /// <summary>When its owner signed in last, UTC; null for never.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>The name and the role alone: nothing of it that is secret reaches a log.</summary>
    public override string ToString() => $"Sign-in {Name} ({Role})";
}

/// <summary>Who has the link may choose the password, once.</summary>
/// <param name="TokenHash">SHA-256 of the token, in hexadecimal digits.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record Invitation(string TokenHash, DateTimeOffset ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"Invitation until {ExpiresAt:O}";
}

/// <summary>What an API token may do.</summary>
public enum TokenScope
{
    /// <summary>Look, and change nothing.</summary>
    Read,

    /// <summary>Whatever its role may do.</summary>
    Write,
}

/// <summary>What an integration shows instead of signing in. Of the token itself a hash is kept.</summary>
public sealed record ApiToken
{
    /// <summary>How it is called in addresses; the beginning of the token.</summary>
    public required string Id { get; init; }

    /// <summary>What the administrator calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>What it may do.</summary>
    public required TokenScope Scope { get; init; }

    /// <summary>As whom.</summary>
    public required Role Role { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was used last, UTC; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when it counts, UTC; null for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => $"Token {Name} ({Id})";
}
