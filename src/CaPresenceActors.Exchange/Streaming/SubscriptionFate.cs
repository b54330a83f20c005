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

/// <summary>What the table of codes, and the kind of failure where that has no code, means for a subscription.</summary>
internal static class SubscriptionFates
{
    /// <summary>What it means for a subscription.</summary>
    public static SubscriptionFate Of(Trouble trouble) => trouble.Remedy switch
    {
        Remedy.Resubscribe => SubscriptionFate.Replace,
        Remedy.ReadWhole => SubscriptionFate.Read,
        Remedy.EndStream => SubscriptionFate.Yield,
        Remedy.FindServer => SubscriptionFate.Leave,
        Remedy.Poll => SubscriptionFate.GiveUp,
        _ => trouble.Failure switch
        {
            ReadFailure.AccessDenied or ReadFailure.UnknownMailbox or ReadFailure.MailboxBroken or ReadFailure.RequestRefused => SubscriptionFate.GiveUp,
            ReadFailure.MailboxMoving => SubscriptionFate.Leave,
            _ => SubscriptionFate.Wait,
        },
    };

    /// <summary>Whether it is the server's or the network's, so that it is the same for every request: asking for another mailbox would not help.</summary>
    public static bool IsOfTheServer(Trouble trouble) => trouble.Failure switch
    {
        ReadFailure.Unreachable or ReadFailure.CertificateRefused or ReadFailure.NotAuthenticated or ReadFailure.NotUnderstood => true,
        ReadFailure.Throttled or ReadFailure.Transient => trouble.Code is null,
        _ => false,
    };
}
