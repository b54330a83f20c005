using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Site;

/// <summary>Where calendars are read, and how often. A change is tried at once; how it went stands in the health.</summary>
internal static class ExchangeEndpoints
{
    public static void MapExchange(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/site");
        group.MapGet("/exchange", GetExchange).For(Role.Administrator);
        group.MapPut("/exchange", PutExchange).For(Role.Administrator);
        group.MapDelete("/exchange", DeleteExchange).For(Role.Administrator);
        group.MapPut("/reading", PutReading).For(Role.Administrator);
    }

    /// <summary>The connection to Exchange, without its password.</summary>
    internal static Results<Ok<ExchangeBody>, NoContent> GetExchange(IPresenceEngine engine) =>
        engine.Site.Exchange is { } exchange ? TypedResults.Ok(ExchangeBody.Of(exchange.Connection)) : TypedResults.NoContent();

    /// <summary>Replaces the connection to Exchange.</summary>
    internal static async Task<Results<Ok<ExchangeBody>, ProblemHttpResult>> PutExchange(Body<ExchangeBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        var connection = body.Value.ToConnection();
        var reply = await engine.ChangeExchangeAsync(connection, caller.Name, cancellation);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(ExchangeBody.Of(connection));
    }

    /// <summary>Takes the connection to Exchange away.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteExchange(Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        var reply = await engine.ChangeExchangeAsync(null, caller.Name, cancellation);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.NoContent();
    }

    /// <summary>Sets how often calendars are read, and the site's time zone.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutReading(Body<ReadingBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation) =>
        SiteEndpoints.ChangeSite(engine, caller, body.Value.ApplyTo, cancellation);
}
