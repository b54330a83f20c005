using System.Collections.Immutable;
using CaPresenceActors.Exchange.Http;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>Mailboxes whose subscriptions live on one back end and come on one stream.</summary>
internal sealed class SubscriptionGroup(int number)
{
    private readonly Dictionary<string, WatchedMailbox> _bySubscription = new(StringComparer.Ordinal);

    public int Number { get; } = number;

    public HashSet<WatchedMailbox> Members { get; } = [];

    /// <summary>The first to be subscribed: it leads the others to its back end. Null while nobody is.</summary>
    public WatchedMailbox? Anchor { get; private set; }

    /// <summary>What keeps the group together; null while it has no anchor.</summary>
    public Affinity? Affinity { get; private set; }

    /// <summary>Whether the anchor is subscribed, so that the others can follow.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Those who wait for the anchor.</summary>
    public List<WatchedMailbox> Waiting { get; } = [];

    /// <summary>Subscriptions that nobody wants any more, but the present stream still carries.</summary>
    public List<Subscription> Departing { get; } = [];

    /// <summary>The number of its stream; null when it has none.</summary>
    public long? Stream { get; set; }

    /// <summary>The gate's epoch when the stream was opened; null as soon as it was answered.</summary>
    public int? OpeningEpoch { get; set; }

    /// <summary>Since when the stream is live; null when it is not.</summary>
    public TimeSpan? LiveSince { get; set; }

    /// <summary>Since when it has had no live stream; null while it has one, or has not had any.</summary>
    public TimeSpan? DownSince { get; set; }

    /// <summary>When a live stream is renewed.</summary>
    public TimeSpan RenewAt { get; set; }

    /// <summary>From when on a stream is to be opened, or opened anew; null when there is no need.</summary>
    public TimeSpan? OpenAt { get; set; }

    /// <summary>Until when that waits for members that are being subscribed.</summary>
    public TimeSpan OpenAtLatest { get; set; }

    /// <summary>How often in a row its stream could not be opened or broke soon.</summary>
    public int Failures { get; set; }

    /// <summary>How often in a row its stream fell silent without having said anything but the first word.</summary>
    public int Silences { get; set; }

    /// <summary>How often in a row another stream took over.</summary>
    public int Displacements { get; set; }

    public int SubscriptionCount => _bySubscription.Count;

    public IEnumerable<WatchedMailbox> Followed => Members.Where(m => m.FollowedSince is not null);

    /// <summary>Whether the stream lacks somebody who is subscribed, or carries somebody who is gone.</summary>
    public bool IsStreamOutdated => Departing.Count > 0 || Members.Any(m => m is { Subscription: not null, IsCarried: false });

    public ImmutableArray<string> SubscriptionIds => [.. _bySubscription.Keys];

    public WatchedMailbox? Find(string subscriptionId) => _bySubscription.GetValueOrDefault(subscriptionId);

    /// <summary>Makes somebody the anchor. What the group knew about its back end is forgotten.</summary>
    public void SetAnchor(WatchedMailbox? anchor)
    {
        Anchor = anchor;
        Affinity = anchor is null ? null : new Affinity(anchor.Account);
        IsSettled = false;
    }

    public void Hold(WatchedMailbox mailbox, Subscription subscription)
    {
        mailbox.Subscription = subscription;
        _bySubscription[subscription.Id] = mailbox;
    }

    /// <summary>Forgets the subscription of a member.</summary>
    /// <returns>It; null when there was none.</returns>
    public Subscription? LetGo(WatchedMailbox mailbox)
    {
        var subscription = mailbox.Subscription;
        mailbox.IsCarried = false;
        mailbox.Subscription = null;
        if (subscription is not null)
        {
            _bySubscription.Remove(subscription.Id);
        }

        return subscription;
    }
}

/// <summary>A subscription that the server holds for a mailbox, and where.</summary>
internal sealed record Subscription(string Account, string Id, Affinity Affinity);
