using System.Collections.Immutable;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>GetFolder on the calendar: may the account read it? Each answer is null for yes, else the trouble.</summary>
internal sealed class GetFolder(MailboxQuery mailbox, bool impersonate) : EwsOperation<List<Trouble?>>
{
    public override string AnswerName => "GetFolderResponse";

    public override string? Impersonated => impersonate ? mailbox.Account : null;

    public override string? Anchor => mailbox.Account;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "GetFolder", Namespaces.Messages);
        xml.WriteStartElement("m", "FolderShape", Namespaces.Messages);
        xml.WriteElementString("t", "BaseShape", Namespaces.Types, "IdOnly");
        xml.WriteStartElement("t", "AdditionalProperties", Namespaces.Types);
        xml.WriteStartElement("t", "FieldURI", Namespaces.Types);
        xml.WriteAttributeString("FieldURI", "folder:EffectiveRights");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        CalendarFolders.Write(xml, "FolderIds", ImmutableArray.Create(mailbox), named: !impersonate);
        xml.WriteEndElement();
    }

    public override List<Trouble?> Read(AnswerReader answer) => ResponseMessages.Read(answer, ReadMessage);

    public override IEnumerable<Trouble> Troubles(List<Trouble?> answer) => answer.OfType<Trouble>();

    private static Trouble? ReadMessage(AnswerReader reader)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        var found = false;
        var readable = true;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (!status.TryRead(reader) && reader.Name == "Folders")
            {
                var folders = reader.GetChildren();
                while (folders.Next())
                {
                    found = true;
                    readable &= IsReadable(reader);
                }
            }
        }

        return (status.IsSuccess, found, readable) switch
        {
            (false, _, _) => status.ToTrouble(),
            (true, false, _) => MailboxAnswer.Lacking("the calendar folder").Trouble,
            (true, true, false) => ResponseCodes.Explain("ErrorAccessDenied", text: null, retryAfter: null),
            _ => null,
        };
    }

    // A delegate without rights may see the folder all the same. Servers that do not tell rights are asked for the entries soon enough.
    private static bool IsReadable(AnswerReader reader)
    {
        var readable = true;
        var properties = reader.GetChildren();
        while (properties.Next())
        {
            if (reader.Name != "EffectiveRights")
            {
                continue;
            }

            var rights = reader.GetChildren();
            while (rights.Next())
            {
                if (reader.Name == "Read")
                {
                    readable = reader.TextIsTrue();
                }
            }
        }

        return readable;
    }
}
