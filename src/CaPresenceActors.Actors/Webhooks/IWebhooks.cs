using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>
/// Receivers that presence changes are posted to: in order of position, several in one delivery, signed, and again and again until they are taken. Each reads the journal at its own pace, so that one that is slow
/// or gone costs the others nothing. A question that nobody answers ends with an <see cref="EngineUnavailableException"/>.
/// </summary>
public interface IWebhooks
{
    /// <summary>All webhooks, by name.</summary>
    Task<ImmutableArray<WebhookView>> AllAsync(CancellationToken cancellation);

    /// <summary>One of them; null when there is none of that id.</summary>
    Task<WebhookView?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The last deliveries, newest first, of the time since the program started; null when there is no webhook of that id.</summary>
    Task<ImmutableArray<WebhookDelivery>?> DeliveriesAsync(string id, CancellationToken cancellation);

    /// <summary>Adds one, which begins with what changes from now on. The reply tells its secret.</summary>
    Task<WebhookReply> AddAsync(WebhookSpec spec, string by, CancellationToken cancellation);

    /// <summary>Changes one. With another address or filter, what was under way is delivered anew.</summary>
    Task<WebhookReply> ChangeAsync(string id, WebhookSpec spec, string by, CancellationToken cancellation);

    /// <summary>Gives it another secret, told by the reply. The old one ends at once.</summary>
    Task<WebhookReply> RenewSecretAsync(string id, string by, CancellationToken cancellation);

    /// <summary>Removes one.</summary>
    Task<WebhookReply> RemoveAsync(string id, string by, CancellationToken cancellation);

    /// <summary>Goes on after a position, earlier or later than where it is, under new delivery ids.</summary>
    Task<WebhookReply> ReplayAsync(string id, long after, string by, CancellationToken cancellation);

    /// <summary>Sends a signed delivery without changes, also to a webhook that is disabled, and tells what came of it.</summary>
    Task<WebhookReply> TestAsync(string id, CancellationToken cancellation);
}

/// <summary>A webhook and how it goes.</summary>
public sealed record WebhookView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What administrators said of it.</summary>
    public required WebhookSpec Spec { get; init; }

    /// <summary>Everything up to here is delivered, or was not wanted.</summary>
    public required long Position { get; init; }

    /// <summary>How many entries of the journal it has yet to look at; not all of them are changes that it wants.</summary>
    public required long Behind { get; init; }

    /// <summary>What it is at.</summary>
    public required WebhookState State { get; init; }

    /// <summary>When a delivery was last taken, UTC, since the program started; null: none was.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>When it is tried again, UTC; null when it does not wait for that.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? LastError { get; init; }
}

/// <summary>What a webhook is at.</summary>
public enum WebhookState
{
    /// <summary>There is nothing to deliver.</summary>
    Idle,

    /// <summary>A delivery is under way, or about to be.</summary>
    Delivering,

    /// <summary>The last try failed, and it waits for the next.</summary>
    Retrying,

    /// <summary>It is switched off.</summary>
    Disabled,
}

/// <summary>What a delivery was of.</summary>
public enum WebhookDeliveryKind
{
    /// <summary>Changes.</summary>
    Changes,

    /// <summary>The news that changes are missing.</summary>
    Reset,

    /// <summary>Nothing: a test.</summary>
    Test,
}

/// <summary>One try to deliver.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="Kind">What it was of.</param>
/// <param name="DeliveryId">Its id; tries of the same batch have the same.</param>
/// <param name="FirstPosition">Of its first change; null without changes.</param>
/// <param name="LastPosition">Of its last change; null without changes.</param>
/// <param name="Count">How many changes.</param>
/// <param name="Status">The status that the receiver answered; null when it did not.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record WebhookDelivery(
    DateTimeOffset At, WebhookDeliveryKind Kind, string DeliveryId, long? FirstPosition, long? LastPosition, int Count, int? Status, long Milliseconds, string? Error);
