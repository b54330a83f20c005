using System.Xml;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>Subscribe: asks to be notified of changes in a mailbox's calendar, as its owner. No watermark: what was before the subscription is found by reading.</summary>
internal sealed class Subscribe(string account, Affinity affinity) : EwsOperation<List<Subscribe.Message>>
{
    private static readonly string[] EventTypes = ["CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "CopiedEvent"];

    public override string AnswerName => "SubscribeResponse";

    public override string? Impersonated => account;

    public override string? Anchor => affinity.Anchor;

    public override Affinity? Affinity => affinity;

    public override SchemaVersion Earliest => SchemaVersion.Exchange2010Sp1;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "Subscribe", Namespaces.Messages);
        xml.WriteStartElement("m", "StreamingSubscriptionRequest", Namespaces.Messages);
        xml.WriteStartElement("t", "FolderIds", Namespaces.Types);
        xml.WriteStartElement("t", "DistinguishedFolderId", Namespaces.Types);
        xml.WriteAttributeString("Id", "calendar");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("t", "EventTypes", Namespaces.Types);
        foreach (var type in EventTypes)
        {
            xml.WriteElementString("t", "EventType", Namespaces.Types, type);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public override List<Message> Read(AnswerReader answer) => ResponseMessages.Read(answer, ReadMessage);

    public override IEnumerable<Trouble> Troubles(List<Message> answer) => answer.Select(message => message.Trouble).OfType<Trouble>();

    private static Message ReadMessage(AnswerReader reader)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        string? id = null;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (!status.TryRead(reader) && reader.Name == "SubscriptionId")
            {
                id = reader.TextAsString().Trim();
            }
        }

        return (status.IsSuccess, id) switch
        {
            (false, _) => new Message(SubscriptionId: null, status.ToTrouble()),
            (true, null or "") => new Message(SubscriptionId: null, MailboxAnswer.Lacking("the subscription").Trouble),
            _ => new Message(id, Trouble: null),
        };
    }

    /// <summary>The one message of the answer.</summary>
    internal sealed record Message(string? SubscriptionId, Trouble? Trouble);
}
