using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Site;

/// <summary>What is to be known and said before presences are taken away, and the way back from the last save of a list.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/site").For(Role.Administrator);
        group.MapGet("/presences/use", GetUse);
        group.MapPut("/presences", PutPresences);
        group.MapGet("/undo", GetUndo);
        group.MapPost("/undo", Undo);
    }

    /// <summary>Where each presence is used.</summary>
    internal static async Task<Ok<PresenceUseBody>> GetUse(ISiteLists lists, CancellationToken cancellation) =>
        TypedResults.Ok(PresenceUseBody.Of(await lists.UseAsync(cancellation)));

    /// <summary>Replaces the presence list, and what leads to a presence that goes by what replaces it.</summary>
    internal static async Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutPresences(
        Body<PresencesBody> body, Caller caller, IPresenceEngine engine, ISiteLists lists, CancellationToken cancellation)
    {
        try
        {
            return Answer(await lists.PutPresencesAsync(body.Value.ToList(), body.Value.Replacing(), caller.Name, cancellation), engine);
        }
        catch (RuleViolationException broken)
        {
            return Problem.Refused(broken.Message);
        }
    }

    /// <summary>What undo would take back.</summary>
    internal static Results<Ok<UndoBody>, NoContent> GetUndo(IPresenceEngine engine, ISiteLists lists) =>
        lists.LastSaved is { } saved ? TypedResults.Ok(UndoBody.Of(saved, engine.Site.Rules)) : TypedResults.NoContent();

    /// <summary>Takes the last saved keyword or presence list back.</summary>
    internal static async Task<Results<Ok<SiteBody>, ProblemHttpResult>> Undo(Caller caller, IPresenceEngine engine, ISiteLists lists, CancellationToken cancellation) =>
        Answer(await lists.UndoAsync(caller.Name, cancellation), engine);

    private static Results<Ok<SiteBody>, ProblemHttpResult> Answer(EngineReply reply, IPresenceEngine engine) =>
        Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(SiteBody.Of(engine.Site));
}
