using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Health;

internal static class HealthEndpoints
{
    /// <summary>How long the engine may think about how it is.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private const int DefaultMinutes = 60;
    private const int MaxMinutes = 24 * 60;

    // A load balancer asks with HEAD as well; the server leaves the body out by itself.
    private static readonly string[] ProbeMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").For(Role.Administrator);
        group.MapGet("", GetHealth);
        group.MapGet("/series", GetSeries);
        group.MapGet("/errors", GetErrors);
    }

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", ProbeMethods, IsAlive).ForAnybody();
        routes.MapMethods("/readyz", ProbeMethods, IsReady).ForAnybody();
    }

    /// <summary>How everything is: extensions, journal, poller, streams, clocks, versions.</summary>
    internal static async Task<Ok<HealthBody>> GetHealth(IPresenceEngine engine, IRunFacts facts, CancellationToken cancellation) =>
        TypedResults.Ok(HealthBody.Of(await engine.HealthAsync(cancellation), facts.Now()));

    /// <summary>Lateness, changes and reads, minute by minute.</summary>
    internal static Ok<SeriesBody> GetSeries(string? minutes, IHealthSeries series) =>
        TypedResults.Ok(new SeriesBody([.. series.Last((int)(QueryText.Number("minutes", minutes, MaxMinutes) ?? DefaultMinutes)).Select(PointBody.Of)]));

    /// <summary>Warnings and errors of the log, grouped, newest first.</summary>
    internal static Ok<ErrorsBody> GetErrors(IRecentErrors errors) => TypedResults.Ok(new ErrorsBody(errors.Newest()));

    /// <summary>The process answers; nothing more. Who restarts on this must not restart for a full disk.</summary>
    internal static ContentHttpResult IsAlive() => TypedResults.Text("alive\n");

    /// <summary>The board is whole and the journal takes writes.</summary>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> IsReady(IPresenceEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        if (!engine.IsReady)
        {
            return Problem.NotReady();
        }

        try
        {
            var health = await engine.HealthAsync(cancellation).WaitAsync(Deadline, time, cancellation);
            return health.Journal.Problem is { } problem
                ? Problem.Of(StatusCodes.Status503ServiceUnavailable, "Journal not writable", problem)
                : TypedResults.Text("ready\n");
        }
        catch (TimeoutException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "Not answering", $"The engine did not say how it is within {Deadline.TotalSeconds} seconds.");
        }
    }
}
