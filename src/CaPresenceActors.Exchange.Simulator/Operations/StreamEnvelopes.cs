using CaPresenceActors.Exchange.Simulator.Notifications;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>The bodies of the envelopes of a stream.</summary>
internal static class StreamEnvelopes
{
    public static void Write(EwsWriter writer, Action<EwsWriter> message)
    {
        writer.StartMessage("GetStreamingEventsResponse");
        writer.StartMessage("ResponseMessages");
        writer.StartMessage("GetStreamingEventsResponseMessage");
        message(writer);
        writer.End();
        writer.End();
        writer.End();
    }

    public static void WriteStatus(EwsWriter writer, string status) => Write(writer, w =>
    {
        WriteNoError(w);
        w.Message("ConnectionStatus", status);
    });

    /// <summary>Events in their order; those of one subscription share a notification. The schema wants Notification among the types, Exchange sends it among the messages.</summary>
    public static void WriteEvents(EwsWriter writer, IReadOnlyList<StreamNews.Happened> events) => Write(writer, w =>
    {
        WriteNoError(w);
        w.StartMessage("Notifications");
        foreach (var group in events.GroupBy(e => e.Subscription))
        {
            w.StartMessage("Notification");
            w.Type("SubscriptionId", group.Key.Id);
            foreach (var happened in group)
            {
                happened.Event.Write(w, group.Key.Mailbox, watermark: null);
            }

            w.End();
        }

        w.End();
    });

    public static void WriteError(EwsWriter writer, EwsErrorException error, IReadOnlyCollection<string> ids, string status) => Write(writer, w =>
    {
        EwsOperation.WriteError(w, error);
        if (ids.Count > 0)
        {
            w.StartMessage("ErrorSubscriptionIds");
            foreach (var id in ids)
            {
                w.Type("SubscriptionId", id);
            }

            w.End();
        }

        w.Message("ConnectionStatus", status);
    });

    private static void WriteNoError(EwsWriter writer)
    {
        writer.Attribute("ResponseClass", "Success");
        writer.Message("ResponseCode", "NoError");
    }
}
