using System.Collections.Frozen;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>What trouble with a subscription, or with a stream of them, means for it.</summary>
internal enum SubscriptionFate
{
    /// <summary>It stays; try again after a pause.</summary>
    Wait,

    /// <summary>It stays, but notifications were lost: read the calendar.</summary>
    Read,

    /// <summary>It is dead: subscribe anew, without a watermark, and read the calendar.</summary>
    Replace,

    /// <summary>Another stream has taken it over: end this one quietly.</summary>
    Yield,

    /// <summary>The mailbox is not where its group is: leave the group.</summary>
    Leave,

    /// <summary>It cannot be had until somebody acts: poll the mailbox, and try again now and then.</summary>
    GiveUp,
}

/// <summary>The codes that mean something of their own here; all others go by the kind of failure.</summary>
internal static class SubscriptionFates
{
    private static readonly FrozenDictionary<string, SubscriptionFate> Table = new Dictionary<string, SubscriptionFate>(StringComparer.Ordinal)
    {
        ["ErrorSubscriptionNotFound"] = SubscriptionFate.Replace,
        ["ErrorInvalidSubscription"] = SubscriptionFate.Replace,
        ["ErrorExpiredSubscription"] = SubscriptionFate.Replace,
        ["ErrorSubscriptionUnsubscribed"] = SubscriptionFate.Replace,
        ["ErrorReadEventsFailed"] = SubscriptionFate.Replace,
        ["ErrorProxiedSubscriptionCallFailure"] = SubscriptionFate.Replace,
        ["ErrorSubscriptionAccessDenied"] = SubscriptionFate.Replace,
        ["ErrorInvalidWatermark"] = SubscriptionFate.Replace,
        ["ErrorMissedNotificationEvents"] = SubscriptionFate.Read,
        ["ErrorNewEventStreamConnectionOpened"] = SubscriptionFate.Yield,
        ["ErrorMailboxMoveInProgress"] = SubscriptionFate.Leave,
        ["ErrorCrossSiteRequest"] = SubscriptionFate.Leave,
        ["ErrorProxyRequestNotAllowed"] = SubscriptionFate.Leave,
        ["ErrorNoRespondingCASInDestinationSite"] = SubscriptionFate.Leave,
        ["ErrorSubscriptionDelegateAccessNotSupported"] = SubscriptionFate.GiveUp,
        ["ErrorExceededSubscriptionCount"] = SubscriptionFate.GiveUp,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What it means for a subscription.</summary>
    public static SubscriptionFate Of(Trouble trouble) => trouble.Code is { } code && Table.TryGetValue(code, out var fate)
        ? fate
        : trouble.Failure switch
        {
            ReadFailure.AccessDenied or ReadFailure.UnknownMailbox or ReadFailure.MailboxBroken or ReadFailure.RequestRefused => SubscriptionFate.GiveUp,
            ReadFailure.MailboxMoving => SubscriptionFate.Leave,
            _ => SubscriptionFate.Wait,
        };

    /// <summary>Whether it is the server's or the network's, so that it is the same for every request: asking for another mailbox would not help.</summary>
    public static bool IsOfTheServer(Trouble trouble) => trouble.Failure switch
    {
        ReadFailure.Unreachable or ReadFailure.CertificateRefused or ReadFailure.NotAuthenticated or ReadFailure.NotUnderstood => true,
        ReadFailure.Throttled or ReadFailure.Transient => trouble.Code is null,
        _ => false,
    };
}
