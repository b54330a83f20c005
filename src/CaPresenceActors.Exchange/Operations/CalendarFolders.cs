using System.Collections.Immutable;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>Names calendars in a request.</summary>
internal static class CalendarFolders
{
    /// <summary>Writes the list of folders: the calendar of whoever the request acts as, or each mailbox's by name.</summary>
    public static void Write(XmlWriter xml, string listName, ImmutableArray<MailboxQuery> mailboxes, bool named)
    {
        xml.WriteStartElement("m", listName, Namespaces.Messages);
        foreach (var mailbox in mailboxes)
        {
            xml.WriteStartElement("t", "DistinguishedFolderId", Namespaces.Types);
            xml.WriteAttributeString("Id", "calendar");
            if (named)
            {
                xml.WriteStartElement("t", "Mailbox", Namespaces.Types);
                xml.WriteElementString("t", "EmailAddress", Namespaces.Types, mailbox.Account);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
