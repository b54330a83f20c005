using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Actors.Codec;

internal sealed record SignInForm
{
    public required string Name { get; init; }

    public required Role Role { get; init; }

    public bool IsUser { get; init; }

    public string? PasswordHash { get; init; }

    public string? InvitationHash { get; init; }

    public DateTimeOffset? InvitedUntil { get; init; }

    public required string Stamp { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }
}

internal sealed record TokenForm
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TokenHash { get; init; }

    public required TokenScope Scope { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed record SignInChangeForm
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Name { get; init; }

    public required SignInChange What { get; init; }

    public Role? Role { get; init; }

    public Role? RoleBefore { get; init; }

    public bool? HadPassword { get; init; }

    public DateTimeOffset? InvitedUntil { get; init; }
}

internal sealed record TokenChangeForm
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required TokenChange What { get; init; }

    public required TokenScope Scope { get; init; }

    public required Role Role { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Sign-ins and tokens in the forms of the journal, and back.</summary>
internal static class SignInForms
{
    public static SignInForm Of(SignIn signIn) => new()
    {
        Name = signIn.Name,
        Role = signIn.Role,
        IsUser = signIn.IsUser,
        PasswordHash = signIn.PasswordHash,
        InvitationHash = signIn.Invitation?.TokenHash,
        InvitedUntil = signIn.Invitation?.ExpiresAt,
        Stamp = signIn.Stamp,
        LastSignInAt = signIn.LastSignInAt,
    };

    public static SignIn Read(SignInForm form) => new()
    {
        Name = form.Name,
        Role = form.Role,
        IsUser = form.IsUser,
        PasswordHash = form.PasswordHash,
        Invitation = form is { InvitationHash: { } hash, InvitedUntil: { } until } ? new Invitation(hash, until) : null,
        Stamp = form.Stamp,
        LastSignInAt = form.LastSignInAt,
    };

    public static TokenForm Of(ApiToken token) => new()
    {
        Id = token.Id,
        Name = token.Name,
        TokenHash = token.TokenHash,
        Scope = token.Scope,
        Role = token.Role,
        CreatedAt = token.CreatedAt,
        CreatedBy = token.CreatedBy,
        LastUsedAt = token.LastUsedAt,
        ExpiresAt = token.ExpiresAt,
    };

    public static ApiToken Read(TokenForm form) => new()
    {
        Id = form.Id,
        Name = form.Name,
        TokenHash = form.TokenHash,
        Scope = form.Scope,
        Role = form.Role,
        CreatedAt = form.CreatedAt,
        CreatedBy = form.CreatedBy,
        LastUsedAt = form.LastUsedAt,
        ExpiresAt = form.ExpiresAt,
    };

    public static SignInChangeForm Of(SignInEvent.SignInChanged changed) => new()
    {
        At = changed.At,
        By = changed.By,
        Name = changed.Name,
        What = changed.What,
        Role = changed.Role,
        RoleBefore = changed.RoleBefore,
        HadPassword = changed.HadPassword,
        InvitedUntil = changed.InvitedUntil,
    };

    public static SignInEvent Read(SignInChangeForm form) => new SignInEvent.SignInChanged(form.At, form.By, form.Name, form.What, form.Role, form.RoleBefore, form.HadPassword, form.InvitedUntil);

    public static TokenChangeForm Of(SignInEvent.TokenChanged changed) =>
        new() { At = changed.At, By = changed.By, Id = changed.Id, Name = changed.Name, What = changed.What, Scope = changed.Scope, Role = changed.Role, ExpiresAt = changed.ExpiresAt };

    public static SignInEvent Read(TokenChangeForm form) => new SignInEvent.TokenChanged(form.At, form.By, form.Id, form.Name, form.What, form.Scope, form.Role, form.ExpiresAt);
}
