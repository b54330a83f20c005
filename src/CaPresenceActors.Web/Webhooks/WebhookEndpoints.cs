using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Webhooks;

/// <summary>Receivers that presence changes are posted to, and how that goes.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").For(Role.Administrator);
        group.MapGet("", GetAll);
        group.MapPost("", Add);
        group.MapGet("/{id}", GetOne);
        group.MapPut("/{id}", Put);
        group.MapDelete("/{id}", Remove);
        group.MapPost("/{id}/secret", RenewSecret);
        group.MapPost("/{id}/replay", Replay);
        group.MapPost("/{id}/test", Test);
        group.MapGet("/{id}/deliveries", GetDeliveries);
    }

    /// <summary>All webhooks, and how each goes.</summary>
    internal static async Task<Ok<WebhooksBody>> GetAll(IWebhooks webhooks, CancellationToken cancellation) =>
        TypedResults.Ok(new WebhooksBody([.. (await webhooks.AllAsync(cancellation)).Select(view => WebhookBody.Of(view))]));

    /// <summary>A webhook, and how it goes.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> GetOne(string id, IWebhooks webhooks, CancellationToken cancellation) =>
        await webhooks.FindAsync(id, cancellation) is { } view ? TypedResults.Ok(WebhookBody.Of(view)) : Unknown(id);

    /// <summary>Adds a webhook; its secret is told this once.</summary>
    internal static async Task<Results<Created<WebhookBody>, ProblemHttpResult>> Add(Body<WebhookSpecBody> body, IWebhooks webhooks, Caller caller, CancellationToken cancellation) =>
        await webhooks.AddAsync(body.Value.ToSpec(), caller.Name, cancellation) is var reply && reply is WebhookReply.Stands(var view, var secret)
            ? TypedResults.Created($"/api/v1/webhooks/{view.Id}", WebhookBody.Of(view, secret))
            : ProblemOf(reply);

    /// <summary>Replaces what a webhook is.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Put(string id, Body<WebhookSpecBody> body, IWebhooks webhooks, Caller caller, CancellationToken cancellation) =>
        Standing(await webhooks.ChangeAsync(id, body.Value.ToSpec(), caller.Name, cancellation));

    /// <summary>Removes a webhook.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, IWebhooks webhooks, Caller caller, CancellationToken cancellation) =>
        await webhooks.RemoveAsync(id, caller.Name, cancellation) is var reply && reply is WebhookReply.Done ? TypedResults.NoContent() : ProblemOf(reply);

    /// <summary>Gives a webhook another secret, told this once.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> RenewSecret(string id, IWebhooks webhooks, Caller caller, CancellationToken cancellation) =>
        Standing(await webhooks.RenewSecretAsync(id, caller.Name, cancellation));

    /// <summary>Has a webhook go on after a position.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Replay(string id, Body<ReplayBody> body, IWebhooks webhooks, Caller caller, CancellationToken cancellation) =>
        Standing(await webhooks.ReplayAsync(id, body.Value.After, caller.Name, cancellation));

    /// <summary>Sends a delivery without changes.</summary>
    internal static async Task<Results<Ok<WebhookDelivery>, ProblemHttpResult>> Test(string id, IWebhooks webhooks, CancellationToken cancellation) =>
        await webhooks.TestAsync(id, cancellation) is var reply && reply is WebhookReply.Tested(var delivery) ? TypedResults.Ok(delivery) : ProblemOf(reply);

    /// <summary>The last tries of a webhook, newest first.</summary>
    internal static async Task<Results<Ok<WebhookDeliveriesBody>, ProblemHttpResult>> GetDeliveries(string id, IWebhooks webhooks, CancellationToken cancellation) =>
        await webhooks.DeliveriesAsync(id, cancellation) is { } deliveries ? TypedResults.Ok(new WebhookDeliveriesBody(deliveries)) : Unknown(id);

    private static Results<Ok<WebhookBody>, ProblemHttpResult> Standing(WebhookReply reply) =>
        reply is WebhookReply.Stands(var view, var secret) ? TypedResults.Ok(WebhookBody.Of(view, secret)) : ProblemOf(reply);

    private static ProblemHttpResult ProblemOf(WebhookReply reply) => reply switch
    {
        WebhookReply.Refused(var reason) => Problem.Refused(reason),
        WebhookReply.Unknown(var id) => Unknown(id),
        WebhookReply.Busy => Problem.Of(StatusCodes.Status409Conflict, "Test under way", "A test of this webhook is under way already. Wait until it has ended."),
        WebhookReply.Failed(var reason) => Problem.Of(StatusCodes.Status503ServiceUnavailable, "Not recorded", reason),
        _ => throw new System.Diagnostics.UnreachableException($"No answer for {reply.GetType().Name}."),
    };

    private static ProblemHttpResult Unknown(string id) =>
        Problem.Of(StatusCodes.Status404NotFound, "Unknown webhook", $"There is no webhook {Clipped.Text(id)}. GET /api/v1/webhooks lists all there are.");
}
