using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Guarding;

/// <summary>What is true of every answer: the guard was asked, the headers are set, and whatever went wrong is told as problem details (RFC 9457).</summary>
internal sealed class ApiPipeline(RequestDelegate next, WebSettings settings, ILogger<ApiPipeline> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        SetHeaders(context);
        if (CrossSiteGuard.Refusal(context.Request, settings) is { } refusal)
        {
            logger.Refused(context.Connection.RemoteIpAddress, refusal);
            await Problem.Of(StatusCodes.Status403Forbidden, "Request refused", refusal).ExecuteAsync(context);
            return;
        }

        if (await FailureOf(context) is { } failure && !context.Response.HasStarted)
        {
            var challenge = context.Response.Headers.WWWAuthenticate;
            context.Response.Clear();
            SetHeaders(context);
            context.Response.Headers.WWWAuthenticate = challenge;
            await failure.ExecuteAsync(context);
        }
        else if (!context.Response.HasStarted && BareProblem(context) is { } bare)
        {
            await bare.ExecuteAsync(context);
        }
    }

    private async Task<ProblemHttpResult?> FailureOf(HttpContext context)
    {
        try
        {
            await next(context);
            return null;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return null; // Nobody is there any more to be told anything.
        }
        catch (ProblemException problem)
        {
            return problem.ToResult();
        }
        catch (EngineUnavailableException unavailable)
        {
            return Problem.OfUnavailable(unavailable);
        }
        catch (BadHttpRequestException bad)
        {
            return Problem.OfBadRequest(bad, context);
        }
#pragma warning disable CA1031 // The last catch before the connection: the caller gets an answer, the log gets the exception.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            logger.Failed(unexpected, context.Request.Method, Clipped.Text(context.Request.Path.Value ?? ""));
            if (context.Response.HasStarted)
            {
                context.Abort(); // An answer that breaks off must not look like a whole one.
            }

            return Problem.Of(StatusCodes.Status500InternalServerError, "Unexpected failure", "The request could not be carried out for a reason nobody thought of. The server's log says more.");
        }
    }

    // What routing itself refuses comes without a body.
    private static ProblemHttpResult? BareProblem(HttpContext context) => (context.Response.StatusCode, context.Response.ContentType) switch
    {
        (StatusCodes.Status404NotFound, null) => Problem.Of(
            StatusCodes.Status404NotFound, "Nothing there", $"There is nothing at {Clipped.Text(context.Request.Path.Value ?? "")}. The routes are listed in docs/api.md."),
        (StatusCodes.Status405MethodNotAllowed, null) => Problem.Of(
            StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"{Clipped.Text(context.Request.Method)} is not known at this address; {context.Response.Headers.Allow} is."),
        (StatusCodes.Status415UnsupportedMediaType, null) => Problem.Of(
            StatusCodes.Status415UnsupportedMediaType, "Unsupported content type", $"The body is \"{Clipped.Text(context.Request.ContentType ?? "")}\"; application/json in UTF-8 is needed."),
        _ => null,
    };

    // A page says more about what it may load; an answer that is none loads nothing.
    private void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache, no-store"; // As the framework's antiforgery sets them: it warns at each request where it has to change them.
        headers.Pragma = "no-cache";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        if (settings.Tls && !CrossSiteGuard.IsLoopbackName(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
