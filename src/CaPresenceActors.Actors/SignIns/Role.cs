namespace CaPresenceActors.Actors.SignIns;

/// <summary>What somebody who is signed in may do. Each may all that those before it may.</summary>
public enum Role : byte
{
    /// <summary>Sees the board, and does what concerns their own extension.</summary>
    User,

    /// <summary>Sees everything, and sets presence for others.</summary>
    Receptionist,

    /// <summary>Changes the site's settings, its users and who may sign in.</summary>
    Administrator,
}
