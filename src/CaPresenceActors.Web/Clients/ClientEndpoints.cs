using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Clients;

/// <summary>What a client downloads when somebody signs in, and what it keeps for them.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/client", GetClient).For(Role.User);
        routes.MapPut("/me/favourites", PutFavourites).For(Role.User);
    }

    /// <summary>What a client begins with: who is signed in, presences, effective keywords, settings, favourites and groups.</summary>
    internal static async Task<ClientAnswer> GetClient(Caller caller, IPresenceEngine engine, UserBook users, IFavourites favourites, CancellationToken cancellation)
    {
        // The position comes first: what a client follows from there on may tell it again what it has, but leaves nothing out.
        var position = engine.Board.Position;
        var profile = caller.Extension is { } extension ? users.Find(extension) : null;
        var site = engine.Site;
        var body = new ClientBody
        {
            Me = MeBody.Of(caller, profile),
            Presences = [.. site.Rules.Presences.Select(PresenceBody.Of)],
            Keywords = new EffectiveKeywordsBody(profile?.OwnKeywords is not null, [.. (profile?.OwnKeywords ?? site.Rules.Keywords).Rows.Select(KeywordBody.Of)]),
            Site = ClientSiteBody.Of(site),
            Favourites = Known(await favourites.OfAsync(caller.Name, cancellation), users),
            Groups = users.Groups,
        };
        return new ClientAnswer(body, position);
    }

    /// <summary>Replaces the caller's favourites. Somebody who has been removed in the meantime is left out rather than in the way.</summary>
    internal static async Task<Results<Ok<FavouritesBody>, ProblemHttpResult>> PutFavourites(
        Body<FavouritesBody> body, Caller caller, UserBook users, IFavourites favourites, CancellationToken cancellation)
    {
        var asked = body.Value.Extensions;
        if (asked.Count > IFavourites.MaxCount)
        {
            return Problem.Refused($"The list has {asked.Count} favourites; at most {IFavourites.MaxCount} are allowed. Nothing was changed.");
        }

        if (asked.CountBy(extension => extension, StringComparer.Ordinal).FirstOrDefault(pair => pair.Value > 1) is { Key: { } twice })
        {
            return Problem.Refused($"The extension {Clipped.Text(twice)} is in the list twice. Nothing was changed.");
        }

        var known = Known([.. asked], users);
        return Problem.Of(await favourites.ReplaceAsync(caller.Name, known, cancellation)) is { } problem ? problem : TypedResults.Ok(new FavouritesBody { Extensions = known });
    }

    private static ImmutableArray<string> Known(ImmutableArray<string> extensions, UserBook users) => [.. extensions.Where(extension => users.Find(extension) is not null)];
}
