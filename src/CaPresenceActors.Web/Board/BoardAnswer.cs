using System.IO.Pipelines;
using System.Reflection;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.OpenApi;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Board;

/// <summary>The board, or 304 for who has this very board already.</summary>
/// <param name="board">The board.</param>
/// <param name="presences">Which presences were asked for; none stands for all.</param>
/// <param name="caller">Who asks, and may see times that others may not.</param>
/// <param name="siteVersion">Version of the site's settings, which say what is hidden.</param>
internal sealed class BoardAnswer(BoardView board, IReadOnlySet<string> presences, Caller caller, long siteVersion) : IResult, IEndpointMetadataProvider
{
    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(BoardShape), ["application/json"]));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = Tag();
        response.GetTypedHeaders().ETag = tag;
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        await WriteAsync(response.BodyWriter, board, presences, view => SeenView.MaySee(caller, view.Extension), httpContext.RequestAborted);
    }

    /// <summary>Writes the board as everybody may see it.</summary>
    public static Task WriteAsync(PipeWriter output, BoardView board, CancellationToken cancellation) => WriteAsync(output, board, new HashSet<string>(), static _ => false, cancellation);

    private static Task WriteAsync(PipeWriter output, BoardView board, IReadOnlySet<string> presences, Func<PresenceView, bool> tellsHiddenTimes, CancellationToken cancellation) => JsonRows.WriteAsync(
        output,
        json => json.WriteNumber("position"u8, board.Position),
        "presences",
        presences.Count == 0 ? board.Presences : board.Presences.Where(view => presences.Contains(view.Presence)),
        (json, view) => PresenceJson.Write(json, view, tellsHiddenTimes(view)),
        cancellation);

    // Everything but the freshness of calendars has its place in the journal; what is hidden from whom depends on the settings and on who asks. The tag is weak: coveredUntil moves with every reading and is not worth a new board.
    private EntityTagHeaderValue Tag()
    {
        var stale = 0L;
        foreach (var view in board.Presences)
        {
            stale = unchecked((stale * 31) + (view.StaleSince?.UtcTicks ?? 0));
        }

        return new EntityTagHeaderValue($"\"{board.Position}-{siteVersion}-{stale:x}-{(caller.SeesEverything ? "all" : $"for={caller.Extension}")}\"", isWeak: true);
    }
}
