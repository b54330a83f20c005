using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Changes;

internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes) => routes.MapGet("/changes", GetChanges);

    /// <summary>The change stream. A client that reconnects says in <c>Last-Event-ID</c> what it knows; that is newer than what its address says.</summary>
    internal static Results<ChangeStream, ProblemHttpResult> GetChanges(
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        string? after,
        IPresenceEngine engine,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<ChangeStream> logger)
    {
        var known = string.IsNullOrEmpty(lastEventId) ? after : lastEventId;
        return known is null ? new ChangeStream(engine.Board, after: null, time, logger, lifetime.ApplicationStopping)
            : TryParse(known, out var position) ? new ChangeStream(engine.Board, position, time, logger, lifetime.ApplicationStopping)
            : Problem.Of(
                StatusCodes.Status400BadRequest, "Bad position", $"The position to go on from is \"{Clipped.Text(known)}\"; the id of an event of this stream is needed, a whole number from 0 on.");
    }

    private static bool TryParse(string text, out long position) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position);
}
