using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Site;

/// <summary>Where calendars are read, and how often. A change is tried at once; how it went stands in the health.</summary>
internal static class ExchangeEndpoints
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    public static void MapExchange(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/site");
        group.MapGet("/exchange", GetExchange);
        group.MapPut("/exchange", PutExchange);
        group.MapDelete("/exchange", DeleteExchange);
        group.MapPut("/reading", PutReading);
    }

    internal static Results<Ok<ExchangeBody>, NoContent> GetExchange(IPresenceEngine engine) =>
        ExchangeBody.Of(engine.Site.Exchange) is { } body ? TypedResults.Ok(body) : TypedResults.NoContent();

    internal static async Task<Results<Ok<ExchangeBody>, ProblemHttpResult>> PutExchange(Body<ExchangeBody> body, IPresenceEngine engine, CancellationToken cancellation)
    {
        var reply = await engine.ChangeExchangeAsync(body.Value.ToConnection(), Caller.Local, cancellation);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(ExchangeBody.Of(engine.Site.Exchange)!);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteExchange(IPresenceEngine engine, CancellationToken cancellation)
    {
        var reply = await engine.ChangeExchangeAsync(null, Caller.Local, cancellation);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutReading(Body<ReadingBody> body, IPresenceEngine engine, CancellationToken cancellation)
    {
        var reply = await engine.ChangeSiteAsync(site => Changed(site, body.Value), Caller.Local, cancellation);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(SiteBody.Of(engine.Site));
    }

    private static SiteConfiguration Changed(SiteConfiguration site, ReadingBody body)
    {
        if (!(body.PollIntervalSeconds >= ShortestInterval.TotalSeconds && body.PollIntervalSeconds <= LongestInterval.TotalSeconds))
        {
            throw new RuleViolationException($"The polling interval is {body.PollIntervalSeconds:R} s; {ShortestInterval.TotalSeconds:F0} to {LongestInterval.TotalSeconds:F0} s are needed.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(body.TimeZone, out _)
            ? site with { PollInterval = TimeSpan.FromSeconds(body.PollIntervalSeconds), TimeZone = body.TimeZone }
            : throw new RuleViolationException($"The time zone \"{body.TimeZone}\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.");
    }
}
