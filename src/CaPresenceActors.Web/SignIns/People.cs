using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Whose name is an extension, and how people are called.</summary>
internal sealed class People(IPresenceEngine engine, ISignIns signIns)
{
    /// <summary>Whether there is somebody of this name: a user, or a sign-in.</summary>
    public bool Knows(string name) => IsUser(name) || signIns.Current.Find(name) is not null;

    /// <summary>Whether a name is a user's extension. A sign-in that was there before the user is somebody else's.</summary>
    public bool IsUser(string name) => signIns.Current.Find(name) is { } signIn ? signIn.IsUser : engine.Board.Find(name) is not null;

    /// <summary>How to call somebody.</summary>
    public string DisplayName(string name) => IsUser(name) && engine.Board.Find(name) is { } row ? row.Name : name;

    /// <summary>Whether somebody can sign in, and as what.</summary>
    public SignInBody BodyOf(string name) => BodyOf(signIns.Current.Find(name), name, IsUser(name), DisplayName(name));

    /// <summary>The same, of what is known already.</summary>
    public static SignInBody BodyOf(SignIn? signIn, string name, bool isUser, string displayName) => new()
    {
        Name = name,
        Role = signIn?.Role ?? Role.User,
        Extension = isUser ? name : null,
        DisplayName = displayName,
        HasPassword = signIn?.PasswordHash is not null,
        InvitedUntil = signIn?.Invitation?.ExpiresAt,
        LastSignInAt = signIn?.LastSignInAt,
    };
}
