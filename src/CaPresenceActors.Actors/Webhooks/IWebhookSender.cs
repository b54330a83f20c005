namespace CaPresenceActors.Actors.Webhooks;

/// <summary>Carries one delivery to its receiver. Whatever goes wrong on the way is an answer, not an exception; only cancellation is one.</summary>
/// <remarks>It follows no redirect, keeps nothing of the answer but its status and <c>Retry-After</c>, and gives up after a while by itself.</remarks>
public interface IWebhookSender
{
    /// <summary>Posts a delivery and waits for the answer's head.</summary>
    Task<WebhookAnswer> SendAsync(WebhookPost post, CancellationToken cancellation);
}

/// <summary>A delivery as it goes out.</summary>
/// <param name="Url">Where to.</param>
/// <param name="DeliveryId">Its id.</param>
/// <param name="Signature">The value of the header <c>X-Capresence-Signature</c>.</param>
/// <param name="Body">The JSON, in UTF-8: exactly the bytes that were signed.</param>
public sealed record WebhookPost(Uri Url, string DeliveryId, string Signature, ReadOnlyMemory<byte> Body);

/// <summary>What came of a delivery.</summary>
/// <param name="Status">The status that the receiver answered; null when it did not.</param>
/// <param name="Error">Why it is not delivered: a sentence for the administrator, without anything of the answer's body; null when it is.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null when it did not say.</param>
public sealed record WebhookAnswer(int? Status, string? Error, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the receiver has taken it.</summary>
    public bool IsDelivered => Error is null;

    /// <summary>Whether the receiver wants nothing any more, ever.</summary>
    public bool IsGone => Status == 410;
}

/// <summary>For an engine that has nobody to send by: every delivery fails, and says so.</summary>
internal sealed class NoWebhookSender : IWebhookSender
{
    public Task<WebhookAnswer> SendAsync(WebhookPost post, CancellationToken cancellation) => Task.FromResult(new WebhookAnswer(null, "This program was started without a way to send webhooks."));
}
