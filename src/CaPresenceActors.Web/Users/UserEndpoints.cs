using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/users");
        group.MapGet("", GetUsers).For(Role.Administrator);
        group.MapPost("/import", Import).For(Role.Administrator).WithMetadata(BodyLimit.OfCsv);
        group.MapGet("/{extension}", GetUser);
        group.MapPut("/{extension}", PutUser).For(Role.Administrator);
        group.MapDelete("/{extension}", DeleteUser).For(Role.Administrator);
        group.MapPut("/{extension}/keywords", PutKeywords);
        group.MapPut("/{extension}/integration", PutIntegration);
    }

    internal static async Task<UsersAnswer> GetUsers(IPresenceEngine engine, CancellationToken cancellation) => new(await engine.UsersAsync(cancellation));

    /// <summary>Adds and changes users from a CSV file: all of them, or none when a single line is wrong.</summary>
    internal static async Task<Results<Ok<ImportBody>, ProblemHttpResult>> Import(
        CsvBody body, Caller caller, UserChanges users, ISignIns signIns, IPasswordHasher hasher, CancellationToken cancellation)
    {
        var file = CsvUsers.Parse(body.Utf8.Span);
        if (file.ProblemCount > 0)
        {
            return BadFile(file);
        }

        var (reply, did) = await users.ImportAsync(file.Users, caller.Name, cancellation);
        if (Problem.Of(reply) is { } problem)
        {
            return problem;
        }

        return await ImportedPasswords.SetAsync(file.Users, signIns, hasher, caller.Name, cancellation) is not { } set ? TypedResults.Ok(did)
            : Problem.Of(set) is { } failed ? failed
            : TypedResults.Ok(did with { Passwords = file.Users.Count(user => user.Password is not null) });
    }

    internal static async Task<Results<Ok<UserBody>, ProblemHttpResult>> GetUser(string extension, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Administrator);
        return await engine.FindUserAsync(extension, cancellation) is { } user ? TypedResults.Ok(UserBody.Of(user)) : Problem.UnknownExtension(extension);
    }

    /// <summary>Adds a user or replaces a profile; own keywords stay.</summary>
    internal static async Task<Results<Ok<UserBody>, Created<UserBody>, ProblemHttpResult>> PutUser(
        string extension, Body<ProfileBody> body, Caller caller, UserChanges users, CancellationToken cancellation)
    {
        var user = body.Value.ToUser(extension);
        if (user.Name.Any(char.IsControl))
        {
            return Problem.Refused("The name has a control character in it; nothing was changed.");
        }

        var (reply, put, isNew) = await users.PutAsync(user, caller.Name, cancellation);
        if (Problem.Of(reply) is { } problem)
        {
            return problem;
        }

        return isNew ? TypedResults.Created($"/api/v1/users/{Uri.EscapeDataString(extension)}", UserBody.Of(put)) : TypedResults.Ok(UserBody.Of(put));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteUser(string extension, Caller caller, UserChanges users, CancellationToken cancellation) =>
        Problem.Of(await users.RemoveAsync(extension, caller.Name, cancellation)) is { } problem ? problem : TypedResults.NoContent();

    /// <summary>A list of the person's own, or null for the site's again.</summary>
    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutKeywords(
        string extension, Body<OwnKeywordsBody> body, Caller caller, UserChanges users, IPresenceEngine engine, CancellationToken cancellation)
    {
        return Change(extension, caller, users, user => user with { OwnKeywords = Own() }, cancellation);

        KeywordList? Own() => body.Value.Keywords is { } rows ? KeywordList.Of([.. rows.Select(row => row.ToRow())], engine.Site.Rules.Presences) : null;
    }

    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutIntegration(
        string extension, Body<IntegrationBody> body, Caller caller, UserChanges users, CancellationToken cancellation) =>
        Change(extension, caller, users, user => user with { Integration = body.Value.Integration }, cancellation);

    private static async Task<Results<Ok<UserBody>, ProblemHttpResult>> Change(
        string extension, Caller caller, UserChanges users, Func<UserProfile, UserProfile> change, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Administrator);
        try
        {
            var (reply, user) = await users.ChangeAsync(extension, change, caller.Name, cancellation);
            return Problem.Of(reply) is { } problem ? problem : TypedResults.Ok(UserBody.Of(user!));
        }
        catch (RuleViolationException broken)
        {
            return Problem.Refused(broken.Message);
        }
    }

    private static ProblemHttpResult BadFile(CsvUsersResult file) => Problem.Of(
        StatusCodes.Status422UnprocessableEntity,
        "Nothing imported",
        $"{file.ProblemCount} {(file.ProblemCount == 1 ? "line is" : "lines are")} wrong, so nobody was added or changed. The first is line {file.Problems[0].Line}: {file.Problems[0].Problem}",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["badLines"] = file.ProblemCount,
            ["lines"] = (IReadOnlyList<BadLine>)[.. file.Problems.Select(p => new BadLine(p.Line, p.Problem))],
        });
}
