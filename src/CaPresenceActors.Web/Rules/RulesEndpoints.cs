using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Rules;

/// <summary>Keywords that explain themselves: they can be tried on a subject, and looked through for rows that do nothing. Nothing is changed, kept or logged here.</summary>
internal static class RulesEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/rules");
        group.MapPost("/test", Test).For(Role.User);
        group.MapPost("/lint", Lint).For(Role.Administrator);
    }

    /// <summary>Which keyword wins for a subject, and why the others do not.</summary>
    internal static Results<Ok<RulesTestAnswer>, ProblemHttpResult> Test(Body<RulesTestBody> body, Caller caller, IPresenceEngine engine, UserBook users)
    {
        if (body.Value.Subject.Length > RulesTestBody.MaxSubjectLength)
        {
            return Problem.Refused($"The subject is {body.Value.Subject.Length} characters long; at most {RulesTestBody.MaxSubjectLength} are taken.");
        }

        var rules = engine.Site.Rules;
        try
        {
            var keywords = body.Value.Keywords is { } rows ? ListOf(rows, rules) : OwnOf(caller, users) ?? rules.Keywords;
            return TypedResults.Ok(RulesTestAnswer.Of(KeywordTest.Of(keywords, body.Value.Subject), rules.Presences));
        }
        catch (RuleViolationException broken)
        {
            return Problem.Refused(broken.Message);
        }
    }

    /// <summary>Which keywords can never win or were never found, and how often each is found in the calendars that are known.</summary>
    internal static async Task<Results<Ok<RulesLintAnswer>, ProblemHttpResult>> Lint(Body<RulesLintBody> body, IPresenceEngine engine, IKeywordCensus census, CancellationToken cancellation)
    {
        var rules = engine.Site.Rules;
        try
        {
            var keywords = body.Value.Keywords is { } rows ? ListOf(rows, rules) : rules.Keywords;
            return TypedResults.Ok(RulesLintAnswer.Of(keywords, await census.CountAsync(keywords, cancellation)));
        }
        catch (RuleViolationException broken)
        {
            return Problem.Refused(broken.Message);
        }
    }

    private static KeywordList ListOf(IReadOnlyList<KeywordBody> rows, SiteSettings rules) => KeywordList.Of([.. rows.Select(row => row.ToRow())], rules.Presences);

    private static KeywordList? OwnOf(Caller caller, UserBook users) => caller.Extension is { } extension ? users.Find(extension)?.OwnKeywords : null;
}
