using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Board;

internal static class BoardEndpoints
{
    public static void MapBoard(this IEndpointRouteBuilder routes) => routes.MapGet("/presence", GetBoard);

    /// <summary>Everybody, or who shows one of the presences asked for.</summary>
    internal static Results<BoardAnswer, ProblemHttpResult> GetBoard([FromQuery(Name = "presence")] string[] presences, Caller caller, IPresenceEngine engine)
    {
        var known = engine.Site.Rules.Presences;
        return Array.Find(presences, name => known.Find(name) is null) is { } unknown
            ? Problem.Of(
                StatusCodes.Status400BadRequest, "Unknown presence", $"The query asks for the presence \"{Clipped.Text(unknown)}\"; the site has {string.Join(", ", known.Select(p => p.Name))}.")
            : new BoardAnswer(engine.Board.View(), presences.Select(name => known.Find(name)!.Name).ToHashSet(StringComparer.Ordinal), caller, engine.Site.Rules.Version);
    }
}
