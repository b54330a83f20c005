using System.Xml;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>Unsubscribe: ends a subscription, so that it does not count against the mailbox's limit until it expires. Each answer is null for yes, else the trouble.</summary>
internal sealed class Unsubscribe(string account, string subscriptionId, Affinity affinity) : EwsOperation<List<Trouble?>>
{
    public override string AnswerName => "UnsubscribeResponse";

    public override string? Impersonated => account;

    public override string? Anchor => affinity.Anchor;

    public override Affinity? Affinity => affinity;

    public override SchemaVersion Earliest => SchemaVersion.Exchange2010Sp1;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "Unsubscribe", Namespaces.Messages);
        xml.WriteElementString("m", "SubscriptionId", Namespaces.Messages, subscriptionId);
        xml.WriteEndElement();
    }

    public override List<Trouble?> Read(AnswerReader answer) => ResponseMessages.Read(answer, ReadMessage);

    public override IEnumerable<Trouble> Troubles(List<Trouble?> answer) => answer.OfType<Trouble>();

    private static Trouble? ReadMessage(AnswerReader reader)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            status.TryRead(reader);
        }

        return status.IsSuccess ? null : status.ToTrouble();
    }
}
