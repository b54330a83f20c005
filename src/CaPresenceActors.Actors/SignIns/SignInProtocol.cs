using System.Collections.Immutable;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>What can be done to sign-ins and tokens. Whatever is random or slow (stamps, tokens, hashes) is made before.</summary>
public abstract record SignInCommand
{
    private SignInCommand()
    {
    }

    /// <summary>Gives a sign-in a role; adds the sign-in where there is none. Its sessions end when the role is another one.</summary>
    public sealed record SetRole(string Name, bool IsUser, Role Role, string Stamp) : SignInCommand;

    /// <summary>Gives passwords. Sessions end, open invitations too. A user who has no sign-in gets one.</summary>
    public sealed record SetPasswords(ImmutableArray<NewPassword> Passwords) : SignInCommand;

    /// <summary>Opens an invitation, which takes the place of an open one. A user who has no sign-in gets one.</summary>
    public sealed record Invite(string Name, bool IsUser, Invitation Invitation, string Stamp) : SignInCommand;

    /// <summary>Somebody came with the token of an invitation and has chosen a password.</summary>
    public sealed record Accept(string TokenHash, NewPassword Password) : SignInCommand;

    /// <summary>Somebody came with the link of the first start; refused as soon as there is an administrator.</summary>
    public sealed record BeginAdministration(NewPassword Password) : SignInCommand;

    /// <summary>Somebody has signed in. Kept, but no event.</summary>
    public sealed record NoteSignIn(string Name) : SignInCommand;

    /// <summary>Ends all sessions.</summary>
    public sealed record EndSessions(string Name, string Stamp) : SignInCommand;

    /// <summary>Removes a sign-in.</summary>
    public sealed record Remove(string Name) : SignInCommand;

    /// <summary>Users are gone, and so are their sign-ins, whatever their roles were.</summary>
    public sealed record UsersRemoved(ImmutableArray<string> Extensions) : SignInCommand;

    /// <summary>Adds a token.</summary>
    public sealed record AddToken(ApiToken Token) : SignInCommand;

    /// <summary>Removes a token.</summary>
    public sealed record RevokeToken(string Id) : SignInCommand;

    /// <summary>A token was used. Kept, but no event.</summary>
    public sealed record NoteTokenUse(string Id) : SignInCommand;
}

/// <summary>A password in its hashed form, and the stamp that ends the sessions of the former one.</summary>
public sealed record NewPassword(string Name, bool IsUser, string Hash, string Stamp)
{
    /// <inheritdoc/>
    public override string ToString() => $"A password of {Name}";
}

/// <summary>What the directory of sign-ins can be asked to do.</summary>
public abstract record SignInMessage
{
    private SignInMessage()
    {
    }

    /// <summary>Carries out a command. Replies an <see cref="Engine.EngineReply"/> when it is on the disk.</summary>
    public sealed record Change(SignInCommand Command, string By) : SignInMessage;

    /// <summary>Users were removed. Replies nothing.</summary>
    public sealed record UsersRemoved(ImmutableArray<string> Extensions) : SignInMessage;

    /// <summary>Have you recovered? Replies an <see cref="Engine.EngineReply"/>.</summary>
    public sealed record GetReady : SignInMessage;
}

/// <summary>What happened to sign-ins and tokens. The events hold no secret, hashed or not.</summary>
public abstract record SignInEvent
{
    private SignInEvent()
    {
    }

    /// <summary>A sign-in changed.</summary>
    /// <param name="At">When, UTC.</param>
    /// <param name="By">Who did it.</param>
    /// <param name="Name">Whose sign-in.</param>
    /// <param name="What">What was done.</param>
    /// <param name="Role">The role as it is now; null when the sign-in is gone.</param>
    /// <param name="RoleBefore">The role as it was; null when the sign-in is new.</param>
    /// <param name="HadPassword">Whether there was a password before; null in events that do not say so.</param>
    /// <param name="InvitedUntil">How long the invitation counts that was made, UTC; null for what is no invitation.</param>
    public sealed record SignInChanged(DateTimeOffset At, string By, string Name, SignInChange What, Role? Role, Role? RoleBefore, bool? HadPassword = null, DateTimeOffset? InvitedUntil = null) : SignInEvent;

    /// <summary>A token was made or revoked.</summary>
    /// <param name="At">When, UTC.</param>
    /// <param name="By">Who did it.</param>
    /// <param name="Id">The token's id.</param>
    /// <param name="Name">What it is called.</param>
    /// <param name="What">What was done.</param>
    /// <param name="Scope">What it may do.</param>
    /// <param name="Role">As whom.</param>
    /// <param name="ExpiresAt">Until when it counts, UTC; null for ever.</param>
    public sealed record TokenChanged(DateTimeOffset At, string By, string Id, string Name, TokenChange What, TokenScope Scope, Role Role, DateTimeOffset? ExpiresAt = null) : SignInEvent;
}

/// <summary>What was done to a sign-in. The words stand in journals.</summary>
public enum SignInChange
{
    /// <summary>It was added, without a password.</summary>
    Added,

    /// <summary>It has another role.</summary>
    RoleChanged,

    /// <summary>It has a new password.</summary>
    PasswordSet,

    /// <summary>An invitation was made.</summary>
    Invited,

    /// <summary>Its owner chose a password by the link of an invitation.</summary>
    InvitationAccepted,

    /// <summary>All its sessions were ended.</summary>
    SessionsEnded,

    /// <summary>It was removed.</summary>
    Removed,
}

/// <summary>What was done to a token. The words stand in journals.</summary>
public enum TokenChange
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was revoked.</summary>
    Revoked,
}
