using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>What the book of webhooks can be asked to do.</summary>
internal abstract record WebhookMessage
{
    private WebhookMessage()
    {
    }

    /// <summary>The engine is ready: deliver. Replies <see cref="WebhookReply.Begun"/>.</summary>
    public sealed record Begin : WebhookMessage;

    /// <summary>Which are there? Replies an <see cref="ImmutableArray{T}"/> of <see cref="WebhookStanding"/>.</summary>
    public sealed record GetAll : WebhookMessage;

    /// <summary>Adds a webhook. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record Add(string Id, WebhookSpec Spec, string ProtectedSecret, string By) : WebhookMessage;

    /// <summary>Changes one. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record Change(string Id, WebhookSpec Spec, string By) : WebhookMessage;

    /// <summary>Gives one another secret. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record RenewSecret(string Id, string ProtectedSecret, string By) : WebhookMessage;

    /// <summary>Removes one. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record Remove(string Id, string By) : WebhookMessage;

    /// <summary>Delivers everything after a position once more. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record Replay(string Id, long After, string By) : WebhookMessage;

    /// <summary>Sends a delivery without changes. Replies <see cref="WebhookReply"/> when the receiver has answered, or has not.</summary>
    public sealed record Test(string Id) : WebhookMessage;

    /// <summary>The receiver has said that it is gone for good.</summary>
    public sealed record Gone(string Id, long Epoch) : WebhookMessage;

    /// <summary>Write down how far a webhook is. Replies <see cref="DelivererMessage.Kept"/> with the number when it is on the disk.</summary>
    public sealed record Keep(string Id, WebhookCursor Cursor, int Generation) : WebhookMessage;

    /// <summary>The journal has something new.</summary>
    public sealed record Ring : WebhookMessage
    {
        public static Ring Instance { get; } = new();
    }

    /// <summary>The engine stops: break off what is under way, and write down how far everybody is. Replies <see cref="WebhookReply.Done"/> when it is on the disk.</summary>
    public sealed record Finish : WebhookMessage;
}

/// <summary>What the deliverer of a webhook is told.</summary>
internal abstract record DelivererMessage
{
    private DelivererMessage()
    {
    }

    /// <summary>There may be something to deliver.</summary>
    public sealed record Look : DelivererMessage
    {
        public static Look Instance { get; } = new();
    }

    /// <summary>The wait after a failure is over.</summary>
    public sealed record TryAgain : DelivererMessage
    {
        public static TryAgain Instance { get; } = new();
    }

    /// <summary>Time to write down how far it is.</summary>
    public sealed record NoteProgress : DelivererMessage
    {
        public static NoteProgress Instance { get; } = new();
    }

    /// <summary>The webhook is another one now; what is under way is void unless it is the same epoch that goes on.</summary>
    public sealed record Redefined(Webhook Hook, WebhookCursor Cursor) : DelivererMessage;

    /// <summary>What was to be written down is on the disk.</summary>
    public sealed record Kept(int Generation) : DelivererMessage;

    /// <summary>Send a delivery without changes. Replies <see cref="WebhookReply"/>.</summary>
    public sealed record Test : DelivererMessage;

    /// <summary>A page of the journal.</summary>
    public sealed record Page(int Generation, IReadOnlyList<Kernel.Persistence.JournalEntry> Entries) : DelivererMessage;

    /// <summary>The journal could not be read.</summary>
    public sealed record Unreadable(int Generation, Exception Cause) : DelivererMessage;

    /// <summary>A delivery has ended, one way or the other.</summary>
    public sealed record Ended(int Generation, WebhookAnswer Answer) : DelivererMessage;
}

/// <summary>What came of a command to a webhook.</summary>
public abstract record WebhookReply
{
    private WebhookReply()
    {
    }

    /// <summary>It is done and on the disk.</summary>
    public sealed record Done : WebhookReply;

    /// <summary>The book's own answer to the beginning: it delivers, and this is the position of its newest event, 0 for none.</summary>
    internal sealed record Begun(long LastPosition) : WebhookReply;

    /// <summary>It is done and on the disk; this is the webhook now.</summary>
    /// <param name="View">The webhook.</param>
    /// <param name="Secret">What its deliveries are signed with; only where it was made just now, and never told again.</param>
    public sealed record Stands(WebhookView View, string? Secret = null) : WebhookReply;

    /// <summary>The test has ended, one way or the other.</summary>
    public sealed record Tested(WebhookDelivery Delivery) : WebhookReply;

    /// <summary>It breaks a rule; nothing was changed.</summary>
    public sealed record Refused(string Reason) : WebhookReply;

    /// <summary>There is no such webhook.</summary>
    public sealed record Unknown(string Id) : WebhookReply;

    /// <summary>A test of this webhook is under way already.</summary>
    public sealed record Busy(string Id) : WebhookReply;

    /// <summary>It could not be recorded, or nobody answered in time.</summary>
    public sealed record Failed(string Reason) : WebhookReply;

    /// <summary>The book's own answer: it is done, and this is where the webhook stands.</summary>
    internal sealed record StandsAt(WebhookStanding Standing) : WebhookReply;
}

/// <summary>What was done to a webhook.</summary>
public enum WebhookAction
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>Name, address, switch or filter were changed.</summary>
    Changed,

    /// <summary>It was given another secret.</summary>
    SecretRenewed,

    /// <summary>It was told to deliver from an earlier or later position.</summary>
    Replayed,

    /// <summary>Its receiver answered that it is gone for good, and it was disabled.</summary>
    Gone,

    /// <summary>It was removed.</summary>
    Removed,
}

/// <summary>A webhook was added, changed or removed: what the audit tells. It holds neither the secret nor the address's path, which may be one.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who did it.</param>
/// <param name="Id">Which.</param>
/// <param name="Action">What was done.</param>
/// <param name="Before">What it was; null when it was added.</param>
/// <param name="After">What it is; null when it was removed.</param>
/// <param name="From">The position that a replay goes on from.</param>
/// <param name="UrlChanged">Whether the address is another one, also where that is not seen in what may be told of it.</param>
public sealed record WebhookChanged(DateTimeOffset At, string By, string Id, WebhookAction Action, WebhookSummary? Before, WebhookSummary? After, long? From = null, bool UrlChanged = false);

/// <summary>What may be told of a webhook to everybody who reads the audit.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Target">Scheme, host and port of its address.</param>
/// <param name="Enabled">Whether anything is delivered.</param>
/// <param name="Extensions">Whose changes; null: everybody's.</param>
public sealed record WebhookSummary(string Name, string Target, bool Enabled, ImmutableArray<string>? Extensions);
