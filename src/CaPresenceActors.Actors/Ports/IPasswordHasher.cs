namespace CaPresenceActors.Actors.Ports;

/// <summary>Keeps passwords so that they can be checked and not read back. Slow on purpose: tens of milliseconds of processor time a call. Callable from any thread.</summary>
public interface IPasswordHasher
{
    /// <summary>The form in which a password is stored, with a salt of its own.</summary>
    string Hash(string password);

    /// <summary>Whether a password is the one that was stored.</summary>
    /// <param name="hash">What <see cref="Hash"/> made; null checks against nothing, takes just as long, and is wrong.</param>
    /// <param name="password">What was typed.</param>
    bool Matches(string? hash, string password);
}
