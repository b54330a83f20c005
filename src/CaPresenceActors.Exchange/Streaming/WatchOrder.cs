using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>What the plan wants done.</summary>
internal abstract record WatchOrder
{
    private WatchOrder()
    {
    }

    /// <summary>Subscribe a mailbox.</summary>
    public sealed record Subscribe(WatchedMailbox Mailbox, SubscriptionGroup Group, Affinity Affinity, int Epoch) : WatchOrder;

    /// <summary>End a subscription.</summary>
    public sealed record Unsubscribe(Subscription Subscription, int Epoch) : WatchOrder;

    /// <summary>Open a stream.</summary>
    public sealed record OpenStream(long Stream, ImmutableArray<string> SubscriptionIds, Affinity Affinity) : WatchOrder;

    /// <summary>End a stream; nothing that it still says counts.</summary>
    public sealed record CloseStream(long Stream) : WatchOrder;

    /// <summary>Tell the observer that a calendar has changed.</summary>
    public sealed record TellChanged(string Account) : WatchOrder;

    /// <summary>Tell the observer that a calendar is followed.</summary>
    public sealed record TellFollows(string Account) : WatchOrder;

    /// <summary>Tell the observer that a calendar is not followed.</summary>
    public sealed record TellLost(string Account, WatchLoss Loss) : WatchOrder;

    /// <summary>Tell the administrator.</summary>
    public sealed record Report(WatchReport News) : WatchOrder;
}

/// <summary>What an administrator is told in the log: states that have changed, never one line for each mailbox.</summary>
internal abstract record WatchReport
{
    private WatchReport()
    {
    }

    /// <summary>All requests wait.</summary>
    public sealed record Waits(Trouble Trouble, TimeSpan? For) : WatchReport;

    /// <summary>They go on.</summary>
    public sealed record GoesOn : WatchReport;

    /// <summary>A stream is gone.</summary>
    public sealed record StreamLost(int Group, int Mailboxes, string Reason) : WatchReport;

    /// <summary>Another stream takes over, again and again.</summary>
    public sealed record Displaced(int Group, int Times) : WatchReport;

    /// <summary>A mailbox, the first with this kind of trouble, cannot be followed.</summary>
    public sealed record CannotFollow(string Account, Trouble Trouble) : WatchReport;

    /// <summary>All that can be followed is followed.</summary>
    public sealed record Settled(int Followed, int Wanted, int Streams, int LastingLosses) : WatchReport;
}
