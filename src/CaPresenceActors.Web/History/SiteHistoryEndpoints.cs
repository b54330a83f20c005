using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.History;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.History;

/// <summary>The presence changes of everybody, with filters.</summary>
internal static class SiteHistoryEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapSiteHistory(this IEndpointRouteBuilder routes) => routes.MapGet("/history", GetHistory).For(Role.Receptionist);

    /// <summary>The presence changes of the whole site, newest first.</summary>
    internal static async Task<Ok<SiteHistoryBody>> GetHistory(
        string? extension,
        [FromQuery(Name = "presence")] string[] presences,
        [FromQuery(Name = "cause")] string[] causes,
        string? from,
        string? to,
        string? before,
        string? limit,
        ISiteHistory history,
        IPresenceEngine engine,
        CancellationToken cancellation)
    {
        var query = new SiteHistoryQuery
        {
            Extension = extension,
            Presences = [.. presences],
            Causes = [.. causes.Select(cause => QueryText.Word<PresenceCause>("cause", cause))],
            From = QueryText.Instant("from", from),
            To = QueryText.Instant("to", to),
            Before = QueryText.Number("before", before, long.MaxValue),
            Limit = (int)(QueryText.Number("limit", limit, MaxLimit) ?? DefaultLimit),
        };
        var page = await history.ReadAsync(query, cancellation);
        var rows = page.Changes.Select(change => new NamedChange(change, engine.Board.Find(change.Extension)?.Name)).ToImmutableArray();
        return TypedResults.Ok(new SiteHistoryBody(rows, page.Next is { } next ? Link(next) : null));

        string Link(long position) => QueryText.Link(
            "/api/v1/history",
            [
                QueryText.Part("extension", extension),
                .. presences.Select(presence => QueryText.Part("presence", presence)),
                .. causes.Select(cause => QueryText.Part("cause", cause)),
                QueryText.Part("from", from),
                QueryText.Part("to", to),
                QueryText.Part("before", position),
                QueryText.Part("limit", query.Limit),
            ]);
    }
}
