using System.Collections.Immutable;
using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Audit;

/// <summary>Who changed which setting, with filters.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/audit", GetAudit).For(Role.Administrator);

    /// <summary>Who changed which setting, when, from what to what.</summary>
    internal static async Task<Ok<AuditBody>> GetAudit(
        string? by, string? what, string? subject, string? from, string? to, string? before, string? cursor, string? limit, IAuditTrail audit, CancellationToken cancellation)
    {
        var query = new AuditQuery
        {
            By = by,
            What = what is null ? null : QueryText.Word<AuditKind>("what", what),
            Subject = subject,
            From = QueryText.Instant("from", from),
            To = QueryText.Instant("to", to),
            Before = QueryText.Number("before", before, long.MaxValue),
            Cursor = cursor is null ? null : AuditCursor.Parse(cursor) ?? throw BadCursor(cursor),
            Limit = (int)(QueryText.Number("limit", limit, MaxLimit) ?? DefaultLimit),
        };
        try
        {
            var page = await audit.ReadAsync(query, cancellation);
            return TypedResults.Ok(new AuditBody(page.Entries, page.Next is { } next ? Link(next) : null));
        }
        catch (AuditCursorException)
        {
            throw BadCursor(cursor ?? "");
        }

        string Link(AuditCursor next) => QueryText.Link(
            "/api/v1/audit",
            QueryText.Part("by", by),
            QueryText.Part("what", what),
            QueryText.Part("subject", subject),
            QueryText.Part("from", from),
            QueryText.Part("to", to),
            QueryText.Part("before", before),
            QueryText.Part("cursor", next),
            QueryText.Part("limit", query.Limit));
    }

    private static ProblemException BadCursor(string cursor) =>
        ProblemException.Query($"The query's cursor is \"{Clipped.Text(cursor)}\"; only one that stands in a next of this address is taken. Begin without one.");
}

/// <param name="Entries">Newest first.</param>
/// <param name="Next">Where older ones are; null when there are none.</param>
internal sealed record AuditBody(ImmutableArray<AuditEntry> Entries, string? Next);
