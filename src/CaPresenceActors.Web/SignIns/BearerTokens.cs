using System.Collections.Concurrent;
using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Recognises who shows a token instead of a session: an integration, or somebody at this machine.</summary>
internal sealed class BearerTokens(LocalAdministration local, ISignIns signIns, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const string Prefix = "cap_";

    // A program that asks every second need not have the disk know of each time.
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastUse = new(StringComparer.Ordinal);

    /// <summary>Makes the token of an id.</summary>
    public static string Make(string id) => $"{Prefix}{id}_{RandomSecret.New()}";

    /// <summary>When a token was used last.</summary>
    public DateTimeOffset? LastUseOf(ApiToken token) => _lastUse.TryGetValue(token.Id, out var last) ? last : token.LastUsedAt;

    /// <summary>Who shows this token; null when nobody knows it.</summary>
    /// <param name="authorization">The header of that name.</param>
    /// <param name="context">The request.</param>
    public (Caller Caller, ApiToken? Token)? Find(string authorization, HttpContext context)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = authorization[Scheme.Length..].Trim();
        if (TokenOf(text) is { } token)
        {
            Note(token);
            return (new Caller($"token:{token.Name}", token.Role, null) { ReadsOnly = token.Scope == TokenScope.Read }, token);
        }

        return local.Is(text, context) ? (new Caller(Caller.Local, Role.Administrator, null), null) : null;
    }

    private ApiToken? TokenOf(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.IndexOf('_', Prefix.Length) is not (> 0 and var end))
        {
            return null;
        }

        return signIns.Current.Tokens.GetValueOrDefault(text[Prefix.Length..end]) is { } token && RandomSecret.Is(token.TokenHash, text) && !(token.ExpiresAt <= time.GetUtcNow()) ? token : null;
    }

    private void Note(ApiToken token)
    {
        var now = time.GetUtcNow();
        _lastUse[token.Id] = now;
        if (token.LastUsedAt is not { } noted || now - noted >= NotedEvery)
        {
            // Nobody waits for it, and nothing depends on it; a journal that takes no writes says so itself.
            _ = signIns.ChangeAsync(new SignInCommand.NoteTokenUse(token.Id), token.Name, CancellationToken.None);
        }
    }
}
