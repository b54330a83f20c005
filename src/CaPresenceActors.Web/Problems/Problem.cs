using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Guarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaPresenceActors.Web.Problems;

/// <summary>Answers for what did not work: which thing, what was found, what is needed.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int statusCode, string title, string detail, IDictionary<string, object?>? more = null) =>
        TypedResults.Problem(detail, statusCode: statusCode, title: title, extensions: more);

    public static ProblemHttpResult UnknownExtension(string extension) => Of(
        StatusCodes.Status404NotFound, "Unknown extension", $"Nobody has the extension {Clipped.Text(extension)}. GET /api/v1/presence lists all there are.");

    public static ProblemHttpResult NotReady() => Of(
        StatusCodes.Status503ServiceUnavailable, "Not ready", "The engine is still recovering, so the board is not whole yet. Try again in a moment; /readyz says when it is.");

    public static ProblemHttpResult OfUnavailable(EngineUnavailableException unavailable) => Of(StatusCodes.Status503ServiceUnavailable, "No answer", unavailable.Message);

    public static ProblemHttpResult Refused(string reason) => Of(StatusCodes.Status422UnprocessableEntity, "Refused", reason);

    /// <summary>What a reply of the engine means for the caller; null when it is done.</summary>
    public static ProblemHttpResult? Of(EngineReply reply) => reply switch
    {
        EngineReply.Done => null,
        EngineReply.Refused refused => Refused(refused.Reason),
        EngineReply.UnknownExtension unknown => UnknownExtension(unknown.Extension),
        EngineReply.Failed failed => Of(StatusCodes.Status503ServiceUnavailable, "Not recorded", failed.Reason),
        _ => throw new System.Diagnostics.UnreachableException($"No answer for {reply.GetType().Name}."),
    };

    public static ProblemHttpResult OfBadRequest(BadHttpRequestException bad, HttpContext context) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Of(
            StatusCodes.Status413PayloadTooLarge, "Body too large", $"The body is longer than {context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize} bytes, the most that is taken here."),
        var statusCode => Of(statusCode, "Bad request", bad.Message),
    };
}
