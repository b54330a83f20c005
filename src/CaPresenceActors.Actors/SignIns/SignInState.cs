using System.Collections.Immutable;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>All sign-ins and API tokens: one immutable value, read from any thread.</summary>
public sealed record SignInState
{
    /// <summary>Nobody can sign in.</summary>
    public static SignInState Empty { get; } = new();

    /// <summary>The sign-ins that are stored, by name.</summary>
    public ImmutableSortedDictionary<string, SignIn> SignIns { get; init; } = ImmutableSortedDictionary.Create<string, SignIn>(StringComparer.Ordinal);

    /// <summary>The tokens, by id.</summary>
    public ImmutableSortedDictionary<string, ApiToken> Tokens { get; init; } = ImmutableSortedDictionary.Create<string, ApiToken>(StringComparer.Ordinal);

    /// <summary>Whether there is an administrator who can sign in.</summary>
    public bool HasAdministrator => SignIns.Values.Any(IsAdministrator);

    /// <summary>A sign-in that is stored; null when there is none.</summary>
    public SignIn? Find(string name) => SignIns.GetValueOrDefault(name);

    /// <summary>Whether this sign-in is an administrator's and no other one is.</summary>
    public bool IsLastAdministrator(string name) => Find(name) is { } signIn && IsAdministrator(signIn) && !SignIns.Values.Any(other => other.Name != name && IsAdministrator(other));

    /// <summary>Why the last administrator stays, in a sentence.</summary>
    public static string LastAdministrator(string name) =>
        $"{name} is the last administrator who can sign in, so the role stays and so does the sign-in. Give somebody else the role and a password first. Nothing was changed.";

    private static bool IsAdministrator(SignIn signIn) => signIn is { Role: Role.Administrator, PasswordHash: not null };

    internal SignInState With(SignInDecision decision) => this with
    {
        SignIns = SignIns.RemoveRange(decision.Removed).SetItems(decision.Put.Select(signIn => KeyValuePair.Create(signIn.Name, signIn))),
        Tokens = Tokens.RemoveRange(decision.RemovedTokens).SetItems(decision.PutTokens.Select(token => KeyValuePair.Create(token.Id, token))),
    };
}
