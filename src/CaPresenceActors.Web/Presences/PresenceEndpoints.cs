using System.Globalization;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Presences;

/// <summary>One extension: what it shows, why, what it showed before, and what is set by hand.</summary>
internal static class PresenceEndpoints
{
    private const int DefaultHistory = 100;
    private const int MaxHistory = 1000;

    public static void MapPresences(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/presence/{extension}");
        group.MapGet("", GetOne);
        group.MapGet("/why", GetWhy);
        group.MapGet("/history", GetHistory);
        group.MapPut("/manual", SetManual);
        group.MapDelete("/manual", ClearManual);
    }

    /// <summary>What an extension shows.</summary>
    internal static Results<Ok<SeenView>, ProblemHttpResult> GetOne(string extension, Caller caller, IPresenceEngine engine) =>
        engine.Board.Find(extension) is { } view ? TypedResults.Ok(SeenView.By(caller, view)) : Problem.UnknownExtension(extension);

    /// <summary>Why an extension shows what it shows.</summary>
    internal static async Task<Results<Ok<WhyBody>, ProblemHttpResult>> GetWhy(string extension, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Receptionist);
        return await engine.WhyAsync(extension, cancellation) is { } why ? TypedResults.Ok(WhyBody.Of(why, caller)) : Problem.UnknownExtension(extension);
    }

    /// <summary>The changes of an extension, newest first.</summary>
    internal static async Task<Results<Ok<HistoryBody>, ProblemHttpResult>> GetHistory(
        string extension, string? before, string? limit, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Receptionist);
        long? beforePosition = before is null ? null : Number("before", before, long.MaxValue);
        var most = limit is null ? DefaultHistory : (int)Number("limit", limit, MaxHistory);

        return await engine.HistoryAsync(extension, beforePosition, most, cancellation) is { } changes
            ? TypedResults.Ok(new HistoryBody(extension, changes, Next(extension, changes, most)))
            : Problem.UnknownExtension(extension);
    }

    /// <summary>Sets a presence by hand.</summary>
    internal static async Task<Results<Ok<SeenView>, ProblemHttpResult>> SetManual(
        string extension, Caller caller, Body<ManualBody> body, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Receptionist);
        var manual = new PresenceCommand.SetManualPresence(body.Value.Presence, body.Value.Hold, body.Value.Until);
        return Shown(extension, caller, await engine.SetManualAsync(extension, manual, cancellation), engine.Board);
    }

    /// <summary>Clears what was set by hand.</summary>
    internal static async Task<Results<Ok<SeenView>, ProblemHttpResult>> ClearManual(string extension, Caller caller, IPresenceEngine engine, CancellationToken cancellation)
    {
        caller.MustBe(extension, Role.Receptionist);
        return Shown(extension, caller, await engine.ClearManualAsync(extension, cancellation), engine.Board);
    }

    private static Results<Ok<SeenView>, ProblemHttpResult> Shown(string extension, Caller caller, EngineReply reply, IPresenceBoard board) =>
        Problem.Of(reply) is { } problem ? problem
        : board.Find(extension) is { } view ? TypedResults.Ok(SeenView.By(caller, view))
        : Problem.UnknownExtension(extension); // Removed since.

    // A full page may be the last one; then the page after it is empty.
    private static string? Next(string extension, IReadOnlyList<PresenceChangeView> changes, int limit) =>
        changes.Count == limit ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/presence/{Uri.EscapeDataString(extension)}/history?before={changes[^1].Position}&limit={limit}") : null;

    private static long Number(string name, string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw ProblemException.Query($"The query's {name} is \"{Clipped.Text(text)}\"; a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)} is needed.");
}
