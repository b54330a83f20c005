using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.SignIns;

/// <summary>What integrations show instead of signing in.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tokens").For(Role.Administrator);
        group.MapGet("", GetTokens);
        group.MapPost("", Add);
        group.MapDelete("/{id}", Revoke);
    }

    /// <summary>The API tokens, without their secrets.</summary>
    internal static Ok<TokensBody> GetTokens(ISignIns signIns, BearerTokens tokens) =>
        TypedResults.Ok(new TokensBody([.. signIns.Current.Tokens.Values.OrderBy(token => token.CreatedAt).Select(token => BodyOf(token, tokens.LastUseOf(token)))]));

    /// <summary>Makes a token and tells it, this once.</summary>
    internal static async Task<Results<Created<TokenBody>, ProblemHttpResult>> Add(Body<NewTokenBody> body, Caller caller, ISignIns signIns, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (body.Value.ExpiresAt <= now)
        {
            return Problem.Refused("The token would have expired already; an instant in the future is needed. Nothing was changed.");
        }

        var id = RandomSecret.NewId();
        var token = BearerTokens.Make(id);
        var added = new ApiToken
        {
            Id = id,
            Name = body.Value.Name.Trim(),
            TokenHash = RandomSecret.HashOf(token),
            Scope = body.Value.Scope,
            Role = body.Value.Role ?? Role.Receptionist,
            CreatedAt = now,
            CreatedBy = caller.Name,
            ExpiresAt = body.Value.ExpiresAt,
        };
        return Problem.Of(await signIns.ChangeAsync(new SignInCommand.AddToken(added), caller.Name, cancellation)) is { } problem
            ? problem
            : TypedResults.Created($"/api/v1/tokens/{id}", BodyOf(added, null) with { Token = token });
    }

    /// <summary>Ends an API token at once.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> Revoke(string id, Caller caller, ISignIns signIns, CancellationToken cancellation) =>
        !signIns.Current.Tokens.ContainsKey(id) ? Problem.Of(StatusCodes.Status404NotFound, "Unknown token", $"There is no token {Clipped.Text(id)}. GET /api/v1/tokens lists all there are.")
        : Problem.Of(await signIns.ChangeAsync(new SignInCommand.RevokeToken(id), caller.Name, cancellation)) is { } problem ? problem
        : TypedResults.NoContent();

    private static TokenBody BodyOf(ApiToken token, DateTimeOffset? lastUsedAt) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Scope = token.Scope,
        Role = token.Role,
        CreatedAt = token.CreatedAt,
        CreatedBy = token.CreatedBy,
        LastUsedAt = lastUsedAt,
        ExpiresAt = token.ExpiresAt,
    };
}
