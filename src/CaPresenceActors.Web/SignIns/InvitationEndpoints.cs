using System.Buffers.Text;
using System.Text;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.SignIns;

/// <summary>What a link opens: the token stands behind the # of its address, which no browser sends anywhere.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/invitations").ForAnybody();
        group.MapPost("/look", Look);
        group.MapPost("/accept", Accept);
    }

    /// <summary>Makes the token of an invitation. It begins with the name, so that nobody has to be searched for.</summary>
    internal static string TokenOf(string name) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name))}.{RandomSecret.New()}";

    /// <summary>The link of a token.</summary>
    internal static string LinkOf(HttpRequest request, string token) => $"{request.Scheme}://{request.Host.Value}/welcome#{token}";

    /// <summary>What an invitation is for, and for whom.</summary>
    internal static Results<Ok<InvitationBody>, ProblemHttpResult> Look(Body<LinkBody> body, FirstAdministrator first, ISignIns signIns, People people, TimeProvider time) =>
        first.Find(body.Value.Token) is { } invitation ? TypedResults.Ok(new InvitationBody(InvitationPurpose.FirstAdministrator, null, null, invitation.ExpiresAt))
        : Find(body.Value.Token, signIns, time) is { } invited ? TypedResults.Ok(new InvitationBody(InvitationPurpose.Invitation, invited.Name, people.DisplayName(invited.Name), invited.Invitation!.ExpiresAt))
        : Unknown();

    /// <summary>Takes an invitation: sets the password and signs in.</summary>
    internal static async Task<Results<Ok<SessionBody>, ProblemHttpResult>> Accept(
        Body<AcceptBody> body, HttpContext context, FirstAdministrator first, PasswordDesk passwords, Sessions sessions, ISignIns signIns, People people, TimeProvider time)
    {
        // Hashing is for who has a link; everybody else is answered before.
        var isFirst = first.Find(body.Value.Token) is not null;
        var invited = isFirst ? null : Find(body.Value.Token, signIns, time);
        if (!isFirst && invited is null)
        {
            return Unknown();
        }

        var name = invited?.Name ?? body.Value.Name?.Trim() ?? "";
        if (isFirst && !people.IsUser(name) && SignInName.Problem(name) is { } wrongName)
        {
            return Problem.Refused($"{wrongName} Nothing was changed.");
        }

        if (PasswordRule.Problem(name, body.Value.Password) is { } wrongPassword)
        {
            return Problem.Refused($"{wrongPassword} Nothing was changed.");
        }

        if (await passwords.HashAsync(name, body.Value.Password, context.RequestAborted) is not { } hash)
        {
            return SessionEndpoints.TooMany(context, PasswordDesk.Busy);
        }

        var password = new NewPassword(name, people.IsUser(name), hash, RandomSecret.New());
        SignInCommand command = isFirst ? new SignInCommand.BeginAdministration(password) : new SignInCommand.Accept(RandomSecret.HashOf(body.Value.Token), password);
        if (Problem.Of(await signIns.ChangeAsync(command, name, CancellationToken.None)) is { } failed)
        {
            return failed;
        }

        if (isFirst)
        {
            first.Forget();
        }

        return signIns.Current.Find(name) is { } signIn ? TypedResults.Ok(await sessions.BeginAsync(context, signIn))
            : Unknown();
    }

    private static SignIn? Find(string token, ISignIns signIns, TimeProvider time) =>
        NameOf(token) is { } name
        && signIns.Current.Find(name) is { Invitation: { } invitation } signIn
        && RandomSecret.Is(invitation.TokenHash, token)
        && time.GetUtcNow() < invitation.ExpiresAt
            ? signIn
            : null;

    private static string? NameOf(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Base64Url.IsValid(token.AsSpan(0, dot)) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot))) : null;
    }

    private static ProblemHttpResult Unknown() =>
        Problem.Of(StatusCodes.Status404NotFound, "Unknown invitation", "The link is used, has expired, or was replaced by a newer one. Ask an administrator for a new one; while there is none, a new start of the program prints one.");
}
