using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>GetStreamingEvents: opens a stream of notifications for up to 200 subscriptions. Its answer is a sequence of envelopes; this reads one of them.</summary>
/// <param name="subscriptionIds">What the stream carries.</param>
/// <param name="minutes">After how many minutes the server ends it, 1 to 30.</param>
/// <param name="affinity">The group, whose anchor the stream is charged to.</param>
internal sealed class GetStreamingEvents(ImmutableArray<string> subscriptionIds, int minutes, Affinity affinity) : EwsOperation<List<StreamMessage>>
{
    /// <summary>What the schema allows.</summary>
    public const int MaxSubscriptions = 200;

    /// <summary>What the schema allows.</summary>
    public const int LongestMinutes = 30;

    public override string AnswerName => "GetStreamingEventsResponse";

    public override string? Impersonated => affinity.Anchor;

    public override string? Anchor => affinity.Anchor;

    public override Affinity? Affinity => affinity;

    public override SchemaVersion Earliest => SchemaVersion.Exchange2010Sp1;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "GetStreamingEvents", Namespaces.Messages);
        xml.WriteStartElement("m", "SubscriptionIds", Namespaces.Messages);
        foreach (var id in subscriptionIds)
        {
            xml.WriteElementString("t", "SubscriptionId", Namespaces.Types, id);
        }

        xml.WriteEndElement();
        xml.WriteElementString("m", "ConnectionTimeout", Namespaces.Messages, minutes.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    public override List<StreamMessage> Read(AnswerReader answer) => ResponseMessages.Read(answer, ReadMessage);

    private static StreamMessage ReadMessage(AnswerReader reader)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        var changed = ImmutableArray.CreateBuilder<string>();
        var refused = ImmutableArray.CreateBuilder<string>();
        var closed = false;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (status.TryRead(reader))
            {
                continue;
            }

            switch (reader.Name)
            {
                case "Notifications":
                    ReadNotifications(reader, changed);
                    break;
                case "ErrorSubscriptionIds":
                    ReadIds(reader, refused);
                    break;
                case "ConnectionStatus":
                    closed = reader.Text().Trim() is "Closed";
                    break;
                default:
                    break;
            }
        }

        return new StreamMessage(changed.ToImmutable(), refused.ToImmutable(), closed, status.IsSuccess ? null : status.ToTrouble());
    }

    private static void ReadNotifications(AnswerReader reader, ImmutableArray<string>.Builder changed)
    {
        var notifications = reader.GetChildren();
        while (notifications.Next())
        {
            string? id = null;
            var tellsOfChange = false;
            var parts = reader.GetChildren();
            while (parts.Next())
            {
                if (reader.Name == "SubscriptionId")
                {
                    id = reader.TextAsString().Trim();
                }
                else
                {
                    // A kind of event that this program has not met costs a reading; to overlook one would cost the truth.
                    tellsOfChange |= reader.Name is not ("StatusEvent" or "MoreEvents" or "PreviousWatermark");
                }
            }

            if (tellsOfChange && id is not null && !changed.Contains(id))
            {
                changed.Add(id);
            }
        }
    }

    private static void ReadIds(AnswerReader reader, ImmutableArray<string>.Builder ids)
    {
        var children = reader.GetChildren();
        while (children.Next())
        {
            if (reader.TextAsString().Trim() is { Length: > 0 } id)
            {
                ids.Add(id);
            }
        }
    }
}

/// <summary>What one message of a stream says.</summary>
/// <param name="Changed">Subscriptions with news.</param>
/// <param name="Refused">Subscriptions that are at fault.</param>
/// <param name="Closed">Whether the server ends the stream, as it does when its time is over.</param>
/// <param name="Trouble">Why it is an error; null when it is none.</param>
internal sealed record StreamMessage(ImmutableArray<string> Changed, ImmutableArray<string> Refused, bool Closed, Trouble? Trouble);
