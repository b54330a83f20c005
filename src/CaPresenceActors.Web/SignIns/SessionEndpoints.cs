using System.Globalization;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Signing in and out, and one's own password.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/session");
        group.MapPost("", SignIn).ForAnybody();
        group.MapGet("", GetSession);
        group.MapDelete("", SignOut);
        group.MapDelete("/everywhere", SignOutEverywhere);
        group.MapPut("/password", ChangePassword);
    }

    /// <summary>Signs in, and answers with who that is and a cookie.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> SignIn(
        Body<CredentialsBody> body, HttpContext context, PasswordDesk passwords, Sessions sessions)
    {
        var name = body.Value.Name.Trim();
        return await passwords.CheckAsync(context, name, body.Value.Password) switch
        {
            PasswordVerdict.Right(var signIn) => TypedResults.Ok(await sessions.BeginAsync(context, signIn)),
            PasswordVerdict.TooMany(var wait) => TooMany(context, wait),
            _ => Problem.Of(StatusCodes.Status401Unauthorized, "Wrong name or password", "There is no sign-in of this name with this password. Passwords tell capitals from small letters; an administrator can give you a new one."),
        };
    }

    /// <summary>Who is signed in.</summary>
    internal static Ok<SessionBody> GetSession(Caller caller, HttpContext context, Sessions sessions) => TypedResults.Ok(sessions.Tell(context, caller));

    /// <summary>Signs out here.</summary>
    internal static async Task<NoContent> SignOut(Caller caller, HttpContext context)
    {
        // A token has no session to end; the cookie that came with it is somebody else's.
        if (caller.HasSession)
        {
            await SessionCookies.EndAsync(context);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Signs out here and in every other browser.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> SignOutEverywhere(Caller caller, HttpContext context, ISignIns signIns)
    {
        if (!caller.HasSession)
        {
            return NoSession(caller);
        }

        // Whoever asks for this wants it done, also when the browser has gone before the answer.
        var reply = await signIns.ChangeAsync(new SignInCommand.EndSessions(caller.Name, RandomSecret.New()), caller.Name, CancellationToken.None);
        if (Problem.Of(reply) is { } problem)
        {
            return problem;
        }

        await SessionCookies.EndAsync(context);
        return TypedResults.NoContent();
    }

    /// <summary>Changes one's own password; other browsers are signed out.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> ChangePassword(
        Body<PasswordChangeBody> body, Caller caller, HttpContext context, PasswordDesk passwords, Sessions sessions, ISignIns signIns)
    {
        if (!caller.HasSession)
        {
            return NoSession(caller);
        }

        if (PasswordRule.Problem(caller.Name, body.Value.New) is { } problem)
        {
            return Problem.Refused($"{problem} Nothing was changed.");
        }

        switch (await passwords.CheckAsync(context, caller.Name, body.Value.Current))
        {
            case PasswordVerdict.TooMany(var wait):
                return TooMany(context, wait);
            case PasswordVerdict.Wrong:
                return Problem.Refused("The current password is another one. Nothing was changed.");
        }

        if (await passwords.HashAsync(caller.Name, body.Value.New, context.RequestAborted) is not { } hash)
        {
            return TooMany(context, PasswordDesk.Busy);
        }

        var command = new SignInCommand.SetPasswords([new NewPassword(caller.Name, caller.Extension is not null, hash, RandomSecret.New())]);
        return Problem.Of(await signIns.ChangeAsync(command, caller.Name, CancellationToken.None)) is { } failed ? failed
            : signIns.Current.Find(caller.Name) is { } signIn ? TypedResults.Ok(await sessions.BeginAsync(context, signIn))
            : Problem.Refused("The sign-in was removed meanwhile.");
    }

    /// <summary>Says when to come again.</summary>
    internal static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(
            StatusCodes.Status429TooManyRequests, "Too many attempts", $"Too many passwords were tried lately, so this one was not looked at. Try again in {seconds} seconds. A browser that has signed in under this name before has attempts of its own.");
    }

    private static ProblemHttpResult NoSession(Caller caller) => Problem.Refused($"{caller.Name} came with a token; this is for who has signed in with a password. Nothing was changed.");
}
