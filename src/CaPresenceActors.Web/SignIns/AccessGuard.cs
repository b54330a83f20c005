using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CaPresenceActors.Web.SignIns;

/// <summary>The one place where it is decided whether a request may do what it asks for: who sends it, which role its route needs, whether a token may change things, whether a page of ours sent it.</summary>
internal sealed class AccessGuard(RequestDelegate next, BearerTokens tokens, OpenSessions sessions, IAntiforgery antiforgery)
{
    private static readonly Access Signed = new(Role.User);

    public async Task InvokeAsync(HttpContext context)
    {
        var caller = Identify(context);
        if (context.GetEndpoint() is { } endpoint && (endpoint.Metadata.GetMetadata<Access>() ?? Signed).Role is { } role)
        {
            await CheckAsync(context, caller, role);
        }

        if (CrossSiteGuard.ChangesSomething(context.Request) || context.Features.Get<OpenSession>() is not { } session)
        {
            await next(context);
            return;
        }

        await LastingAsync(context, session);
    }

    // A token counts alone: what a cookie of the same request says is not looked at.
    private Caller? Identify(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 0)
        {
            return Caller.Find(context);
        }

        context.Features.Set<Caller>(null);
        context.Features.Set<OpenSession>(null);
        if (authorization.Count != 1 || tokens.Find(authorization.ToString(), context) is not { } found)
        {
            return null;
        }

        context.Features.Set(found.Caller);
        if (found.Token is { } token)
        {
            context.Features.Set(new OpenSession(token.Id, Stamp: null, token.ExpiresAt));
        }

        return found.Caller;
    }

    private async Task CheckAsync(HttpContext context, Caller? caller, Role role)
    {
        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw context.Request.Headers.Authorization.Count == 0 ? Caller.SignInFirst() : new ProblemException(
                StatusCodes.Status401Unauthorized, "Unknown token", "The token of the Authorization header is not known here: it was revoked, has expired, belongs to another start of the program, or counts on its own machine only.");
        }

        if (caller.Role < role)
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "Not allowed", $"This is for the role {Word(role)}, and {Clipped.Text(caller.Name)} has the role {Word(caller.Role)}. Nothing was changed.");
        }

        if (!CrossSiteGuard.ChangesSomething(context.Request))
        {
            return;
        }

        if (caller.ReadsOnly)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "Not allowed", $"{Clipped.Text(caller.Name)} may read and change nothing; a token of the scope write is needed. Nothing was changed.");
        }

        if (caller.HasSession && !await antiforgery.IsRequestValidAsync(context))
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest, "Antiforgery", $"The header {SignInServices.AntiforgeryHeader} is missing or does not belong to this session; GET /api/v1/session tells it. Nothing was changed.");
        }
    }

    private async Task LastingAsync(HttpContext context, OpenSession session)
    {
        var connection = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        using var lifetime = new SessionBoundLifetime(connection, sessions, session);
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (lifetime.SessionEnded)
        {
            throw Caller.SignInFirst();
        }
        finally
        {
            context.Features.Set(connection);
        }
    }

    private static string Word(Role role) => Json.Words<Role>.Of(role).Value;
}
