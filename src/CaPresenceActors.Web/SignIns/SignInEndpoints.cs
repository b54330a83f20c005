using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Who can sign in: every user, and those with a name of their own.</summary>
internal static class SignInEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    private static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    public static void MapSignIns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sign-ins").For(Role.Administrator);
        group.MapGet("", GetSignIns);
        group.MapPut("/{name}", PutRole);
        group.MapDelete("/{name}", Remove);
        group.MapPut("/{name}/password", PutPassword);
        group.MapPost("/{name}/invitation", Invite);
        group.MapDelete("/{name}/sessions", EndSessions);
    }

    /// <summary>A page of those who can sign in, with their roles.</summary>
    internal static async Task<Ok<SignInsBody>> GetSignIns(string? search, string? role, string? after, string? limit, IPresenceEngine engine, ISignIns signIns, CancellationToken cancellation)
    {
        Role? wanted = role is null ? null : RoleOf(role);
        var most = limit is null ? DefaultLimit : LimitOf(limit);
        var stored = signIns.Current.SignIns;
        var users = await engine.UsersAsync(cancellation);
        var named = stored.Values.Where(signIn => !signIn.IsUser).ToDictionary(signIn => signIn.Name, StringComparer.Ordinal);
        var all = users
            .Where(user => !named.ContainsKey(user.Extension))
            .Select(user => People.BodyOf(stored.GetValueOrDefault(user.Extension), user.Extension, isUser: true, user.Name))
            .Concat(named.Values.Select(signIn => People.BodyOf(signIn, signIn.Name, isUser: false, signIn.Name)))
            .Where(signIn => wanted is null || signIn.Role == wanted)
            .Where(signIn => search is null || signIn.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || signIn.DisplayName.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(signIn => signIn.Name, StringComparer.Ordinal)
            .ToList();
        var page = all.Where(signIn => after is null || string.CompareOrdinal(signIn.Name, after) > 0).Take(most).ToList();
        return TypedResults.Ok(new SignInsBody(page, all.Count, page.Count == most ? Next(search, role, page[^1].Name, most) : null));
    }

    /// <summary>Gives somebody a role; adds a sign-in without extension where there is none.</summary>
    internal static async Task<Results<Ok<SignInBody>, ProblemHttpResult>> PutRole(string name, Body<RoleBody> body, Caller caller, ISignIns signIns, People people, CancellationToken cancellation)
    {
        var command = new SignInCommand.SetRole(name, people.IsUser(name), body.Value.Role, RandomSecret.New());
        return Problem.Of(await signIns.ChangeAsync(command, caller.Name, cancellation)) is { } problem ? problem : TypedResults.Ok(people.BodyOf(name));
    }

    /// <summary>Sets somebody's password.</summary>
    internal static async Task<Results<Ok<SignInBody>, ProblemHttpResult>> PutPassword(
        string name, Body<PasswordBody> body, Caller caller, HttpContext context, PasswordDesk passwords, ISignIns signIns, People people)
    {
        if (!people.Knows(name))
        {
            return Unknown(name);
        }

        if (caller.HasSession && caller.Name == name)
        {
            return Problem.Refused("Your own password is changed with PUT /api/v1/session/password, which asks for the current one. Nothing was changed.");
        }

        if (PasswordRule.Problem(name, body.Value.Password) is { } wrong)
        {
            return Problem.Refused($"{wrong} Nothing was changed.");
        }

        if (await passwords.HashAsync(name, body.Value.Password, context.RequestAborted) is not { } hash)
        {
            return SessionEndpoints.TooMany(context, PasswordDesk.Busy);
        }

        var command = new SignInCommand.SetPasswords([new NewPassword(name, people.IsUser(name), hash, RandomSecret.New())]);
        return Problem.Of(await signIns.ChangeAsync(command, caller.Name, context.RequestAborted)) is { } problem ? problem : TypedResults.Ok(people.BodyOf(name));
    }

    /// <summary>Makes a link by which somebody sets their own password; told this once.</summary>
    internal static async Task<Results<Ok<InvitedBody>, ProblemHttpResult>> Invite(
        string name, Caller caller, HttpContext context, ISignIns signIns, People people, TimeProvider time)
    {
        if (!people.Knows(name))
        {
            return Unknown(name);
        }

        var token = InvitationEndpoints.TokenOf(name);
        var invitation = new Invitation(RandomSecret.HashOf(token), time.GetUtcNow() + InvitationLifetime);
        var command = new SignInCommand.Invite(name, people.IsUser(name), invitation, RandomSecret.New());
        return Problem.Of(await signIns.ChangeAsync(command, caller.Name, context.RequestAborted)) is { } problem
            ? problem
            : TypedResults.Ok(new InvitedBody(InvitationEndpoints.LinkOf(context.Request, token), invitation.ExpiresAt));
    }

    /// <summary>Signs somebody out everywhere.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> EndSessions(string name, Caller caller, ISignIns signIns, People people, CancellationToken cancellation)
    {
        if (signIns.Current.Find(name) is null)
        {
            // A user who cannot sign in has no sessions to end.
            return people.IsUser(name) ? TypedResults.NoContent() : Unknown(name);
        }

        return Problem.Of(await signIns.ChangeAsync(new SignInCommand.EndSessions(name, RandomSecret.New()), caller.Name, cancellation)) is { } problem ? problem : TypedResults.NoContent();
    }

    /// <summary>Removes a sign-in.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(string name, Caller caller, ISignIns signIns, CancellationToken cancellation) =>
        signIns.Current.Find(name) is null ? Unknown(name)
        : Problem.Of(await signIns.ChangeAsync(new SignInCommand.Remove(name), caller.Name, cancellation)) is { } problem ? problem
        : TypedResults.NoContent();

    private static string Next(string? search, string? role, string after, int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"/api/v1/sign-ins?{(search is null ? "" : $"search={Uri.EscapeDataString(search)}&")}{(role is null ? "" : $"role={Uri.EscapeDataString(role)}&")}after={Uri.EscapeDataString(after)}&limit={limit}");

    private static Role RoleOf(string text) => Words<Role>.TryParse(text, out var role)
        ? role
        : throw ProblemException.Query($"The query's role is \"{Clipped.Text(text)}\"; one of the words {Words<Role>.All} is needed.");

    private static int LimitOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit
        ? number
        : throw ProblemException.Query($"The query's limit is \"{Clipped.Text(text)}\"; a whole number from 1 to {MaxLimit.ToString(CultureInfo.InvariantCulture)} is needed.");

    private static ProblemHttpResult Unknown(string name) => Problem.Of(
        StatusCodes.Status404NotFound, "Unknown sign-in", $"There is neither a user nor a sign-in {Clipped.Text(name)}. PUT /api/v1/sign-ins/{{name}} with a role adds one.");
}
