using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Mailboxes;

/// <summary>How reading goes, mailbox by mailbox: which state, why, since when, and when it is tried again.</summary>
internal static class MailboxEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapMailboxes(this IEndpointRouteBuilder routes) => routes.MapGet("/mailboxes", GetMailboxes).For(Role.Administrator);

    /// <summary>How reading goes for each mailbox, and how many are in which state.</summary>
    internal static async Task<Ok<MailboxesBody>> GetMailboxes(string? state, string? after, string? limit, IPresenceEngine engine, CancellationToken cancellation)
    {
        MailboxState? wanted = state is null ? null : StateOf(state);
        var most = limit is null ? DefaultLimit : LimitOf(limit);
        var all = await engine.MailboxesAsync(cancellation);
        var counts = all.CountBy(mailbox => mailbox.State).OrderBy(pair => pair.Key).ToDictionary(pair => Words<MailboxState>.Of(pair.Key).Value, pair => pair.Value, StringComparer.Ordinal);
        var page = all
            .Where(mailbox => wanted is null || mailbox.State == wanted)
            .Where(mailbox => after is null || string.CompareOrdinal(mailbox.Extension, after) > 0)
            .Take(most)
            .ToList();
        return TypedResults.Ok(new MailboxesBody(counts, page, page.Count == most ? Next(state, page[^1].Extension, most) : null));
    }

    // A full page may be the last one; then the page after it is empty.
    private static string Next(string? state, string after, int limit) => string.Create(
        CultureInfo.InvariantCulture, $"/api/v1/mailboxes?{(state is null ? "" : $"state={Uri.EscapeDataString(state)}&")}after={Uri.EscapeDataString(after)}&limit={limit}");

    private static MailboxState StateOf(string text) => Words<MailboxState>.TryParse(text, out var state)
        ? state
        : throw ProblemException.Query($"The query's state is \"{Clipped.Text(text)}\"; one of the words {Words<MailboxState>.All} is needed.");

    private static int LimitOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit
        ? number
        : throw ProblemException.Query($"The query's limit is \"{Clipped.Text(text)}\"; a whole number from 1 to {MaxLimit.ToString(CultureInfo.InvariantCulture)} is needed.");
}

/// <param name="Counts">How many mailboxes are in which state, whatever was asked for.</param>
/// <param name="Mailboxes">In order of the extension.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
internal sealed record MailboxesBody(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<MailboxHealth> Mailboxes, string? Next);
