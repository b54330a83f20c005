using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Ends a subscription. A stream that reads it learns so, and goes on with the others.</summary>
internal sealed class Unsubscribe() : EwsOperation("Unsubscribe")
{
    protected override void Write(EwsCall call, EwsWriter writer) => WriteMessages(writer, [call.Operation.ChildText("SubscriptionId")!], id => End(call, id), _ => { });

    private static bool End(EwsCall call, string id)
    {
        var subscription = call.Subscription(id);
        return call.Server.Subscriptions.Remove(subscription, new EwsErrorException("ErrorSubscriptionUnsubscribed", "The subscription has been unsubscribed."));
    }
}
