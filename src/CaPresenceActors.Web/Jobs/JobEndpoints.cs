using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaPresenceActors.Web.Jobs;

/// <summary>What all long work has in common: it is begun by its own <c>POST</c>, and looked at, followed and cancelled here.</summary>
internal static class JobEndpoints
{
    /// <summary>Registers a kind of job.</summary>
    public static IServiceCollection AddJobs<TBody>(this IServiceCollection services, JobKind kind)
        where TBody : JobBody => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JobRoom<TBody>>(provider, kind));

    /// <summary>Maps the three addresses of a job under a path, and returns the group for its <c>POST</c>.</summary>
    public static RouteGroupBuilder MapJobs<TBody>(this IEndpointRouteBuilder routes, string path)
        where TBody : JobBody
    {
        var group = routes.MapGroup(path).For(Role.Administrator);
        group.MapGet("/{id}", GetState<TBody>).WithSummary("How it stands.");
        group.MapGet("/{id}/progress", GetProgress<TBody>).WithSummary("How it goes, as server-sent events until it ends.");
        group.MapDelete("/{id}", Cancel<TBody>).WithSummary("Cancels it.");
        return group;
    }

    /// <summary>The answer to who has begun one: its first state, and where to look for the next.</summary>
    public static Accepted<TBody> Begun<TBody>(string path, Job<TBody> job)
        where TBody : JobBody => TypedResults.Accepted($"/api/v1{path}/{job.Id}", job.Now);

    private static Ok<TBody> GetState<TBody>(string id, JobRoom<TBody> room)
        where TBody : JobBody => TypedResults.Ok(Found(id, room).Now);

    private static JobProgress<TBody> GetProgress<TBody>(string id, JobRoom<TBody> room, TimeProvider time)
        where TBody : JobBody => new(Found(id, room), time);

    private static NoContent Cancel<TBody>(string id, JobRoom<TBody> room)
        where TBody : JobBody
    {
        Found(id, room).Cancel();
        return TypedResults.NoContent();
    }

    private static Job<TBody> Found<TBody>(string id, JobRoom<TBody> room)
        where TBody : JobBody => room.TryFind(id, out var job) ? job : throw new ProblemException(
            StatusCodes.Status404NotFound, "Unknown job", $"There is no {room.Kind.Name} {Clipped.Text(id)}. One that has ended is kept for {JobRoom<TBody>.Kept.TotalMinutes:0} minutes. Begin another.");
}
