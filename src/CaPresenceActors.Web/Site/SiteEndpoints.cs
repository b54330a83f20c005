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

/// <summary>What administrators set at run time. Every change takes effect at once and answers with all settings as they are then.</summary>
internal static class SiteEndpoints
{
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/site");
        group.MapGet("", GetSite);
        group.MapPut("/presences", PutPresences);
        group.MapPost("/presences/rename", RenamePresence);
        group.MapPut("/keywords", PutKeywords);
        group.MapPut("/options", PutOptions);
        group.MapPut("/integration", PutIntegration);
        group.MapPut("/preferences", PutPreferences);
    }

    internal static Ok<SiteBody> GetSite(IPresenceEngine engine) => TypedResults.Ok(SiteBody.Of(engine.Site));

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutPresences(Body<PresencesBody> body, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, rules => rules.WithPresences(body.Value.ToList()), cancellation);

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> RenamePresence(Body<RenameBody> body, IPresenceEngine engine, CancellationToken cancellation)
    {
        var rename = new PresenceRename(body.Value.From, body.Value.To);
        return Change(engine, rules => rules.Rename(rename), cancellation, rename);
    }

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutKeywords(Body<KeywordsBody> body, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, rules => rules.WithKeywords(body.Value.ToRows()), cancellation);

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutOptions(Body<OptionsBody> body, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, rules => rules with { Options = body.Value.ToOptions() }, cancellation);

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutIntegration(Body<IntegrationBody> body, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, rules => rules with { Integration = body.Value.Integration }, cancellation);

    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutPreferences(Body<PreferencesBody> body, IPresenceEngine engine, CancellationToken cancellation) =>
        ChangeSite(
            engine, site => site with { UsersMayChangeProfile = body.Value.UsersMayChangeProfile, NewUsersIntegrated = body.Value.NewUsersIntegrated }, cancellation);

    /// <summary>Changes the settings and answers with all of them as they are then.</summary>
    internal static async Task<Results<Ok<SiteBody>, ProblemHttpResult>> ChangeSite(
        IPresenceEngine engine, Func<SiteConfiguration, SiteConfiguration> change, CancellationToken cancellation, PresenceRename? rename = null)
    {
        var reply = await engine.ChangeSiteAsync(change, SignIns.Caller.Local, cancellation, rename);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(SiteBody.Of(engine.Site));
    }

    private static Task<Results<Ok<SiteBody>, ProblemHttpResult>> Change(
        IPresenceEngine engine, Func<SiteSettings, SiteSettings> change, CancellationToken cancellation, PresenceRename? rename = null) =>
        ChangeSite(engine, site => site with { Rules = change(site.Rules) }, cancellation, rename);
}
