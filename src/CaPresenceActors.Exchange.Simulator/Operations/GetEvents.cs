using CaPresenceActors.Exchange.Simulator.Notifications;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Tells a pull subscription's events after a watermark.</summary>
internal sealed class GetEvents() : EwsOperation("GetEvents")
{
    protected override void Write(EwsCall call, EwsWriter writer) =>
        WriteMessages(writer, [call.Operation.ChildText("SubscriptionId")!], id => Read(call, id), result =>
        {
            writer.StartMessage("Notification");
            writer.Type("SubscriptionId", result.Subscription.Id);
            writer.Type("PreviousWatermark", Watermarks.Write(result.After));
            writer.Type("MoreEvents", result.More);
            foreach (var (watermark, happened) in result.Events)
            {
                happened.Write(writer, result.Subscription.Mailbox, Watermarks.Write(watermark));
            }

            if (result.Events.Count == 0)
            {
                writer.StartType("StatusEvent");
                writer.Type("Watermark", Watermarks.Write(result.After));
                writer.End();
            }

            writer.End();
        });

    private static Result Read(EwsCall call, string id)
    {
        var subscription = call.Subscription(id);
        if (!subscription.IsPull)
        {
            throw new EwsErrorException("ErrorInvalidPullSubscriptionId", "The subscription is not a pull subscription.");
        }

        var after = Watermarks.Read(call.Operation.ChildText("Watermark")!);
        var (events, more) = subscription.Read(after, call.Limits.EventsPerAnswer);
        return new Result(subscription, after, events, more);
    }

    private readonly record struct Result(Subscription Subscription, long After, IReadOnlyList<(long Watermark, NotificationEvent Event)> Events, bool More);
}
