using System.Collections.Immutable;
using System.Diagnostics;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>What came of a command: a refusal, or events and the documents that change with them.</summary>
internal sealed record SignInDecision
{
    public string? Refusal { get; init; }

    public ImmutableArray<SignInEvent> Events { get; init; } = [];

    public ImmutableArray<SignIn> Put { get; init; } = [];

    public ImmutableArray<string> Removed { get; init; } = [];

    public ImmutableArray<ApiToken> PutTokens { get; init; } = [];

    public ImmutableArray<string> RemovedTokens { get; init; } = [];

    public static SignInDecision Refuse(string reason) => new() { Refusal = reason };
}

/// <summary>The rules of sign-ins. No clock, no randomness, no hashing: the caller brings them.</summary>
internal static class SignInDecider
{
    /// <summary>How many tokens there may be.</summary>
    public const int MaxTokens = 200;

    public static SignInDecision Decide(SignInState state, SignInCommand command, string by, DateTimeOffset now) => command switch
    {
        SignInCommand.SetRole set => SetRole(state, set, by, now),
        SignInCommand.SetPasswords set => SetPasswords(state, set, by, now),
        SignInCommand.Invite invite => Invite(state, invite, by, now),
        SignInCommand.Accept accept => Accept(state, accept, now),
        SignInCommand.BeginAdministration begin => BeginAdministration(state, begin, now),
        SignInCommand.NoteSignIn(var name) => state.Find(name) is { } known ? new SignInDecision { Put = [known with { LastSignInAt = now }] } : NoSignIn(name),
        SignInCommand.EndSessions(var name, var stamp) => EndSessions(state, name, stamp, by, now),
        SignInCommand.Remove(var name) => Remove(state, name, by, now),
        SignInCommand.UsersRemoved(var extensions) => Removed([.. extensions.Select(state.Find).OfType<SignIn>().Where(signIn => signIn.IsUser)], by, now),
        SignInCommand.AddToken(var token) => AddToken(state, token, by, now),
        SignInCommand.RevokeToken(var id) => RevokeToken(state, id, by, now),
        SignInCommand.NoteTokenUse(var id) => state.Tokens.GetValueOrDefault(id) is { } used ? new SignInDecision { PutTokens = [used with { LastUsedAt = now }] } : new SignInDecision(),
        _ => throw new UnreachableException($"No rule for {command.GetType().Name}."),
    };

    private static SignInDecision SetRole(SignInState state, SignInCommand.SetRole set, string by, DateTimeOffset now)
    {
        if (state.Find(set.Name) is not { } known)
        {
            return SignInName.Problem(set.Name) is { } problem && !set.IsUser
                ? SignInDecision.Refuse($"{problem} Nothing was changed.")
                : Changed(new SignIn { Name = set.Name, IsUser = set.IsUser, Role = set.Role, Stamp = set.Stamp }, null, SignInChange.Added, by, now);
        }

        return known.Role == set.Role ? new SignInDecision()
            : state.IsLastAdministrator(known.Name) ? SignInDecision.Refuse(SignInState.LastAdministrator(known.Name))
            : Changed(known with { Role = set.Role, Stamp = set.Stamp }, known, SignInChange.RoleChanged, by, now);
    }

    private static SignInDecision SetPasswords(SignInState state, SignInCommand.SetPasswords set, string by, DateTimeOffset now)
    {
        if (set.Passwords.FirstOrDefault(password => !password.IsUser && state.Find(password.Name) is null) is { } unknown)
        {
            return NoSignIn(unknown.Name);
        }

        if (set.Passwords.FirstOrDefault(password => password.IsUser && state.Find(password.Name) is { IsUser: false }) is { } namesake)
        {
            return SignInDecision.Refuse(ImportedPasswords.NotTheUsers(namesake.Name));
        }

        var signIns = set.Passwords.Select(password => WithPassword(state.Find(password.Name), password)).ToImmutableArray();
        return new SignInDecision
        {
            Put = signIns,
            Events = [.. signIns.Select(signIn => Event(signIn, state.Find(signIn.Name), SignInChange.PasswordSet, by, now))],
        };
    }

    private static SignInDecision Invite(SignInState state, SignInCommand.Invite invite, string by, DateTimeOffset now)
    {
        var known = state.Find(invite.Name);
        return known is null && !invite.IsUser
            ? NoSignIn(invite.Name)
            : Changed((known ?? new SignIn { Name = invite.Name, IsUser = true, Role = Role.User, Stamp = invite.Stamp }) with { Invitation = invite.Invitation }, known, SignInChange.Invited, by, now);
    }

    // The password is chosen by who holds the link, so that is who did it.
    private static SignInDecision Accept(SignInState state, SignInCommand.Accept accept, DateTimeOffset now) =>
        state.Find(accept.Password.Name) is { Invitation: { } invitation } invited && invitation.TokenHash == accept.TokenHash && now < invitation.ExpiresAt
            ? Changed(WithPassword(invited, accept.Password), invited, SignInChange.InvitationAccepted, invited.Name, now)
            : SignInDecision.Refuse("The invitation is used, has expired, or was replaced by a newer one. Ask for a new one.");

    private static SignInDecision BeginAdministration(SignInState state, SignInCommand.BeginAdministration begin, DateTimeOffset now)
    {
        if (state.HasAdministrator)
        {
            return SignInDecision.Refuse("There is an administrator already, so the link of the first start counts no more. An administrator can invite you.");
        }

        var (name, known) = (begin.Password.Name, state.Find(begin.Password.Name));
        return SignInName.Problem(name) is { } problem && !begin.Password.IsUser
            ? SignInDecision.Refuse($"{problem} Nothing was changed.")
            : Changed(WithPassword(known, begin.Password) with { Role = Role.Administrator }, known, SignInChange.InvitationAccepted, name, now);
    }

    private static SignInDecision EndSessions(SignInState state, string name, string stamp, string by, DateTimeOffset now) => state.Find(name) is { } known
        ? Changed(known with { Stamp = stamp }, known, SignInChange.SessionsEnded, by, now)
        : NoSignIn(name);

    private static SignInDecision Remove(SignInState state, string name, string by, DateTimeOffset now) =>
        state.Find(name) is not { } known ? NoSignIn(name)
        : state.IsLastAdministrator(name) ? SignInDecision.Refuse(SignInState.LastAdministrator(name))
        : Removed([known], by, now);

    private static SignInDecision AddToken(SignInState state, ApiToken token, string by, DateTimeOffset now) =>
        state.Tokens.Count >= MaxTokens ? SignInDecision.Refuse($"There are {state.Tokens.Count} tokens, which is the most; revoke one that nobody uses first.")
        : string.IsNullOrWhiteSpace(token.Name) || token.Name.Length > SignInName.MaxLength || token.Name.Any(char.IsControl) ? SignInDecision.Refuse($"The token's name is {token.Name.Length} characters long; 1 to {SignInName.MaxLength} are needed, without control characters.")
        : new SignInDecision { PutTokens = [token], Events = [Event(token, TokenChange.Created, by, now)] };

    private static SignInDecision RevokeToken(SignInState state, string id, string by, DateTimeOffset now) => state.Tokens.GetValueOrDefault(id) is { } token
        ? new SignInDecision { RemovedTokens = [id], Events = [Event(token, TokenChange.Revoked, by, now)] }
        : SignInDecision.Refuse("There is no such token; nothing was changed.");

    private static SignIn WithPassword(SignIn? known, NewPassword password) =>
        (known ?? new SignIn { Name = password.Name, IsUser = password.IsUser, Role = Role.User, Stamp = password.Stamp }) with { PasswordHash = password.Hash, Stamp = password.Stamp, Invitation = null };

    private static SignInDecision Changed(SignIn signIn, SignIn? before, SignInChange what, string by, DateTimeOffset now) =>
        new() { Put = [signIn], Events = [Event(signIn, before, what, by, now)] };

    private static SignInDecision Removed(ImmutableArray<SignIn> gone, string by, DateTimeOffset now) => new()
    {
        Removed = [.. gone.Select(signIn => signIn.Name)],
        Events = [.. gone.Select(signIn => new SignInEvent.SignInChanged(now, by, signIn.Name, SignInChange.Removed, Role: null, signIn.Role, signIn.PasswordHash is not null))],
    };

    private static SignInEvent.SignInChanged Event(SignIn signIn, SignIn? before, SignInChange what, string by, DateTimeOffset now) => new(
        now, by, signIn.Name, what, signIn.Role, before?.Role, before?.PasswordHash is not null, what == SignInChange.Invited ? signIn.Invitation?.ExpiresAt : null);

    private static SignInEvent.TokenChanged Event(ApiToken token, TokenChange what, string by, DateTimeOffset now) => new(now, by, token.Id, token.Name, what, token.Scope, token.Role, token.ExpiresAt);

    private static SignInDecision NoSignIn(string name) => SignInDecision.Refuse($"There is no sign-in {name}; nothing was changed.");
}
