using System.IO.Pipelines;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Board;

/// <summary>The board, or 304 for who has this very board already.</summary>
internal sealed class BoardAnswer(BoardView board, IReadOnlySet<string> presences) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = Tag(board);
        response.GetTypedHeaders().ETag = tag;
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        await WriteAsync(response.BodyWriter, board, presences, httpContext.RequestAborted);
    }

    /// <summary>Writes the board, or the part of it that shows one of some presences; an empty set stands for all.</summary>
    public static Task WriteAsync(PipeWriter output, BoardView board, IReadOnlySet<string> presences, CancellationToken cancellation) => JsonRows.WriteAsync(
        output,
        json => json.WriteNumber("position"u8, board.Position),
        "presences",
        presences.Count == 0 ? board.Presences : board.Presences.Where(view => presences.Contains(view.Presence)),
        PresenceJson.Write,
        cancellation);

    // Everything but the freshness of calendars has its place in the journal. The tag is weak: coveredUntil moves with every reading and is not worth a new board.
    private static EntityTagHeaderValue Tag(BoardView board)
    {
        var stale = 0L;
        foreach (var view in board.Presences)
        {
            stale = unchecked((stale * 31) + (view.StaleSince?.UtcTicks ?? 0));
        }

        return new EntityTagHeaderValue($"\"{board.Position}-{stale:x}\"", isWeak: true);
    }
}
