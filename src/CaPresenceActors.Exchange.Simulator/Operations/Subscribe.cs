using CaPresenceActors.Exchange.Simulator.Notifications;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Makes streaming and pull subscriptions. Only who acts as the owner of a mailbox, or has full access to it, may subscribe.</summary>
internal sealed class Subscribe() : EwsOperation("Subscribe")
{
    protected override void Write(EwsCall call, EwsWriter writer) => WriteMessages(writer, [call.Operation.Children[0]], request => Make(call, request), subscription =>
    {
        writer.Message("SubscriptionId", subscription.Id);
        if (subscription.IsPull)
        {
            writer.Message("Watermark", Watermarks.Write(0));
        }
    });

    private static Subscription Make(EwsCall call, EwsElement request)
    {
        if (request.Name == "PushSubscriptionRequest")
        {
            throw new EwsErrorException("ErrorInvalidSubscriptionRequest", "The simulator makes no push subscriptions: streaming or pull is needed.");
        }

        var mailbox = Mailbox(call, request);
        var isPull = request.Name == "PullSubscriptionRequest";
        var lifetime = isPull ? TimeSpan.FromMinutes(request.Required("Timeout").Int) : call.Notifications.IdleLifetime;
        var backEnd = call.Server.BackEnds.ForSubscribe(call.Http, mailbox.Address);
        var subscription = new Subscription(mailbox, call.Caller.Account, call.Payer, backEnd, request.Required("EventTypes").Children.Select(e => e.Text.Trim()), lifetime, isPull, call.Time);
        call.Server.Subscriptions.Add(subscription, call.Limits.Subscriptions);
        return subscription;
    }

    private static SimulatedMailbox Mailbox(EwsCall call, EwsElement request)
    {
        if (request.Attribute("SubscribeToAllFolders") is "true" or "1")
        {
            return request.Child("FolderIds") is null
                ? call.Caller.Mailbox ?? throw new EwsErrorException("ErrorMissingEmailAddress", "The account does not have a mailbox.")
                : throw new EwsErrorException("ErrorInvalidSubscriptionRequest", "Folders cannot be named in a subscription to all folders.");
        }

        if (request.Child("FolderIds") is not { } folders)
        {
            throw new EwsErrorException("ErrorInvalidSubscriptionRequest", "A subscription needs folders, or SubscribeToAllFolders.");
        }

        var targets = folders.Children.Select(call.Folder).ToList();
        if (targets.DistinctBy(t => t.Mailbox).Count() > 1)
        {
            throw new EwsErrorException("ErrorInvalidSubscriptionRequest", "Subscriptions are supported for folders of one mailbox only.");
        }

        return targets[0].Rights.Access == CalendarAccess.Owner
            ? targets[0].Mailbox
            : throw new EwsErrorException("ErrorSubscriptionDelegateAccessNotSupported", "Subscriptions are not supported for delegate user access.");
    }
}
