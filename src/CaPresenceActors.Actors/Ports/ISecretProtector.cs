namespace CaPresenceActors.Actors.Ports;

/// <summary>Keeps secrets so that the database alone does not give them away.</summary>
public interface ISecretProtector
{
    /// <summary>The protected form of a secret.</summary>
    string Protect(string secret);

    /// <summary>The secret; null when the keys are gone or the text is none of ours: then it must be given again.</summary>
    string? Unprotect(string protectedSecret);
}
