using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
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
        group.MapPost("/presences/rename", RenamePresence).For(Role.Administrator);
        group.MapPut("/keywords", PutKeywords).For(Role.Administrator);
        group.MapPut("/options", PutOptions).For(Role.Administrator);
        group.MapPut("/integration", PutIntegration).For(Role.Administrator);
        group.MapPut("/preferences", PutPreferences).For(Role.Administrator);
    }

    /// <summary>What administrators have set.</summary>
    internal static Ok<SiteBody> GetSite(IPresenceEngine engine) => TypedResults.Ok(SiteBody.Of(engine.Site));

    /// <summary>Gives a presence another name; keywords and what was set by hand follow.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> RenamePresence(Body<RenameBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        var rename = new PresenceRename(body.Value.From, body.Value.To);
        return Change(engine, caller, rules => rules.Rename(rename), cancellation, rename);
    }

    /// <summary>Replaces the site's keyword list.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutKeywords(Body<KeywordsBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, caller, rules => rules.WithKeywords(body.Value.ToRows()), cancellation);

    /// <summary>Replaces the options: which appointments count, and what comes after them.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutOptions(Body<OptionsBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, caller, rules => rules with { Options = body.Value.ToOptions() }, cancellation);

    /// <summary>Switches the integration on or off for the site.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutIntegration(Body<IntegrationBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation) =>
        Change(engine, caller, rules => rules with { Integration = body.Value.Integration }, cancellation);

    /// <summary>Replaces the preferences.</summary>
    internal static Task<Results<Ok<SiteBody>, ProblemHttpResult>> PutPreferences(Body<PreferencesBody> body, Caller caller, IPresenceEngine engine, CancellationToken cancellation) =>
        ChangeSite(engine, caller, body.Value.ApplyTo, cancellation);

    /// <summary>Changes the settings and answers with all of them as they are then.</summary>
    internal static async Task<Results<Ok<SiteBody>, ProblemHttpResult>> ChangeSite(
        IPresenceEngine engine, Caller caller, Func<SiteConfiguration, SiteConfiguration> change, CancellationToken cancellation, PresenceRename? rename = null)
    {
        var reply = await engine.ChangeSiteAsync(change, caller.Name, cancellation, rename);
        return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(SiteBody.Of(engine.Site));
    }

    private static Task<Results<Ok<SiteBody>, ProblemHttpResult>> Change(
        IPresenceEngine engine, Caller caller, Func<SiteSettings, SiteSettings> change, CancellationToken cancellation, PresenceRename? rename = null) =>
        ChangeSite(engine, caller, site => site with { Rules = change(site.Rules) }, cancellation, rename);
}
