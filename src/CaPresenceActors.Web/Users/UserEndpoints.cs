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
        group.MapGet("/export", Export).For(Role.Administrator);
        group.MapGet("/{extension}", GetUser).For(Role.User);
        group.MapPut("/{extension}", PutUser).For(Role.Administrator);
        group.MapDelete("/{extension}", DeleteUser).For(Role.Administrator);
        group.MapPut("/{extension}/keywords", PutKeywords).For(Role.User);
        group.MapPut("/{extension}/integration", PutIntegration).For(Role.User);
        group.MapPut("/{extension}/account", PutAccount).For(Role.User);
        group.MapPut("/{extension}/privacy", PutPrivacy).For(Role.User);
    }

    /// <summary>A page of the users that are asked for, or everybody when nothing is asked.</summary>
    internal static async Task<UsersAnswer> GetUsers(UserQueries asked, UserBook users, IPresenceEngine engine, CancellationToken cancellation)
    {
        if (asked.Value is not { } query)
        {
            return new UsersAnswer(users.All);
        }

        if (asked.State is { } state)
        {
            var mailboxes = await engine.MailboxesAsync(cancellation);
            query = query with { Among = mailboxes.Where(mailbox => mailbox.State == state).Select(mailbox => mailbox.Extension).ToHashSet(StringComparer.Ordinal) };
        }

        var page = users.Search(query);
        return new UsersAnswer(page.Users, page.Total, page.HasMore ? asked.Next(page.Users[^1].Extension) : null);
    }

    /// <summary>All users as a CSV file that can be imported.</summary>
    internal static ExportAnswer Export(UserBook users) => new(users.All);

    /// <summary>Adds and changes users from a CSV file: all of them, or none when a single line is wrong.</summary>
    internal static async Task<Results<Ok<ImportBody>, Ok<ImportPreviewBody>, ProblemHttpResult>> Import(
        CsvBody body, string? preview, Caller caller, UserChanges changes, UserBook users, ISignIns signIns, IPasswordHasher hasher, IPresenceEngine engine, CancellationToken cancellation)
    {
        var file = CsvUsers.Parse(body.Utf8.Span);
        if (IsPreview(preview))
        {
            return TypedResults.Ok(ImportPreview.Of(file, users, engine.Site.NewUsersIntegrated));
        }

        if (file.ProblemCount > 0)
        {
            return BadFile(file);
        }

        if (ImportedPasswords.Problem(file.Users, signIns.Current) is { } refusal)
        {
            return Problem.Refused(refusal);
        }

        // Hashed before the users are written: what goes wrong then leaves nothing half done.
        var passwords = await ImportedPasswords.HashAsync(file.Users, hasher, cancellation);
        var (reply, did) = await changes.ImportAsync(file.Users, caller.Name, cancellation);
        if (Problem.Of(reply) is { } problem)
        {
            return problem;
        }

        return passwords is null ? TypedResults.Ok(did)
            : Problem.Of(await signIns.ChangeAsync(passwords, caller.Name, cancellation)) is { } failed ? failed
            : TypedResults.Ok(did with { Passwords = passwords.Passwords.Length });
    }

    /// <summary>The profile of a user.</summary>
    internal static Results<Ok<UserBody>, ProblemHttpResult> GetUser(string extension, Caller caller, UserBook users)
    {
        caller.MustBe(extension, Role.Administrator);
        return users.Find(extension) is { } user ? TypedResults.Ok(UserBody.Of(user)) : Problem.UnknownExtension(extension);
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

    /// <summary>Removes a user.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteUser(string extension, Caller caller, UserChanges users, ISignIns signIns, CancellationToken cancellation) =>
        signIns.Current.Find(extension) is { IsUser: true } && signIns.Current.IsLastAdministrator(extension) ? Problem.Refused(SignInState.LastAdministrator(extension))
        : Problem.Of(await users.RemoveAsync(extension, caller.Name, cancellation)) is { } problem ? problem : TypedResults.NoContent();

    /// <summary>A list of the person's own, or null for the site's again.</summary>
    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutKeywords(
        string extension, Body<OwnKeywordsBody> body, Caller caller, UserChanges users, IPresenceEngine engine, CancellationToken cancellation)
    {
        return Change(extension, caller, users, user => user with { OwnKeywords = Own() }, cancellation);

        KeywordList? Own() => body.Value.Keywords is { } rows ? KeywordList.Of([.. rows.Select(row => row.ToRow())], engine.Site.Rules.Presences) : null;
    }

    /// <summary>Switches the integration on or off for a user.</summary>
    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutIntegration(
        string extension, Body<IntegrationBody> body, Caller caller, UserChanges users, CancellationToken cancellation) =>
        Change(extension, caller, users, user => user with { Integration = body.Value.Integration }, cancellation);

    /// <summary>The Exchange user account: the administrator's to change, and the person's where the site allows it.</summary>
    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutAccount(
        string extension, Body<AccountBody> body, Caller caller, UserChanges users, UserBook book, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Administrator);
        var isAdministrator = caller.Role >= Role.Administrator;
        if (caller.Is(extension) && !isAdministrator && !engine.Site.UsersMayChangeProfile)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "Not allowed", "The site does not allow users to change their own profile. Ask an administrator. Nothing was changed.");
        }

        var account = string.IsNullOrWhiteSpace(body.Value.ExchangeAccount) ? null : body.Value.ExchangeAccount.Trim();
        if (!isAdministrator && account is not null && book.All.Any(other => other.Extension != extension && string.Equals(other.Account, account, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "Refused", "The Exchange user account is another person's. If it is yours, ask an administrator. Nothing was changed.");
        }

        return Change(
            extension, caller, users, user => user with { Account = account, AccountUnconfirmed = !isAdministrator && account is not null && (user.AccountUnconfirmed || user.Account != account) }, cancellation);
    }

    /// <summary>Whether the times of the person's schedule are kept from other users.</summary>
    internal static Task<Results<Ok<UserBody>, ProblemHttpResult>> PutPrivacy(
        string extension, Body<PrivacyBody> body, Caller caller, UserChanges users, CancellationToken cancellation) =>
        Change(extension, caller, users, user => user with { HideTimes = body.Value.HideTimes }, cancellation);

    private static bool IsPreview(string? preview) => preview switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ProblemException.Query($"The query's preview is \"{Clipped.Text(preview)}\"; true or false is needed."),
    };

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
