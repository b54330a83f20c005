using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>A mailbox to follow, and how far that has come.</summary>
/// <param name="account">Its address, as the watch was given it.</param>
/// <param name="order">Its place among all: who came first is subscribed first.</param>
internal sealed class WatchedMailbox(string account, long order)
{
    public string Account { get; } = account;

    public long Order { get; } = order;

    /// <summary>Whether nobody wants to follow it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Where it belongs; null while it is not to be subscribed.</summary>
    public SubscriptionGroup? Group { get; set; }

    /// <summary>The group that it has left, and must not come back to.</summary>
    public SubscriptionGroup? Avoids { get; set; }

    /// <summary>The subscription that the server holds, as far as we know.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>Whether a Subscribe is under way.</summary>
    public bool IsSubscribing { get; set; }

    /// <summary>When it is to be subscribed, if it is not.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>How often in a row it could not be subscribed.</summary>
    public int Failures { get; set; }

    /// <summary>How often in a row its subscription was dead soon after it was made.</summary>
    public int Strikes { get; set; }

    /// <summary>Whether the group's present stream was opened with its subscription.</summary>
    public bool IsCarried { get; set; }

    /// <summary>Since when a live stream has carried it.</summary>
    public TimeSpan? FollowedSince { get; set; }

    /// <summary>What the observer knows of its loss; null when it knows of none.</summary>
    public WatchLoss? Loss { get; set; }

    /// <summary>Whether it waits to be subscribed at once.</summary>
    public bool IsPending(TimeSpan now) => Subscription is null && (IsSubscribing || DueAt <= now);
}
