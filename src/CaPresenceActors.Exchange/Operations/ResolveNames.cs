using System.Xml;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>ResolveNames: who is meant by a name or an address, by the organisation's directory.</summary>
internal sealed class ResolveNames(string text) : EwsOperation<List<ResolveNames.Message>>
{
    public override string AnswerName => "ResolveNamesResponse";

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "ResolveNames", Namespaces.Messages);
        xml.WriteAttributeString("ReturnFullContactData", "false");
        xml.WriteAttributeString("SearchScope", "ActiveDirectory");

        // With the prefix, only an exact address matches; without, every name that begins like it.
        xml.WriteElementString("m", "UnresolvedEntry", Namespaces.Messages, text.Contains('@', StringComparison.Ordinal) ? $"smtp:{text}" : text);
        xml.WriteEndElement();
    }

    public override List<Message> Read(AnswerReader answer) => ResponseMessages.Read(answer, ReadMessage);

    public override IEnumerable<Trouble> Troubles(List<Message> answer) => answer.Select(message => message.Trouble).OfType<Trouble>();

    private static Message ReadMessage(AnswerReader reader)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        var mailboxes = new List<ResolvedMailbox>();
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (!status.TryRead(reader) && reader.Name == "ResolutionSet")
            {
                var resolutions = reader.GetChildren();
                while (resolutions.Next())
                {
                    ReadResolution(reader, mailboxes);
                }
            }
        }

        // Several hits are a warning to Exchange; here they are the answer.
        return status.IsSuccess || mailboxes.Count > 0 ? new Message(mailboxes, Trouble: null) : new Message([], status.ToTrouble());
    }

    private static void ReadResolution(AnswerReader reader, List<ResolvedMailbox> mailboxes)
    {
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (reader.Name == "Mailbox")
            {
                mailboxes.Add(ReadMailbox(reader));
            }
        }
    }

    private static ResolvedMailbox ReadMailbox(AnswerReader reader)
    {
        var name = "";
        var address = "";
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            switch (reader.Name)
            {
                case "Name":
                    name = reader.TextAsString();
                    break;
                case "EmailAddress":
                    address = reader.TextAsString();
                    break;
                default:
                    break;
            }
        }

        return new ResolvedMailbox(name, address);
    }

    /// <summary>The one message of the answer.</summary>
    internal sealed record Message(List<ResolvedMailbox> Mailboxes, Trouble? Trouble);
}
