using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Calendars;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>
/// FindItem with CalendarView: the one operation that expands series and tells subject, sensitivity, cancellation, response and free/busy in one call.
/// </summary>
internal sealed class FindItem : EwsOperation<List<MailboxAnswer>>
{
    /// <summary>How many entries an answer may hold: Exchange's own limit (EWSFindCountLimit).</summary>
    public const int MaxEntries = 1000;

    // Most of these Exchange reads from the calendar's index; Body and the like would need an open item each.
    private static readonly ImmutableArray<string> Fields =
    [
        "item:Subject", "item:Sensitivity", "calendar:UID", "calendar:RecurrenceId", "calendar:Start", "calendar:End", "calendar:OriginalStart", "calendar:IsAllDayEvent",
        "calendar:LegacyFreeBusyStatus", "calendar:IsMeeting", "calendar:IsCancelled", "calendar:IsRecurring", "calendar:CalendarItemType", "calendar:MyResponseType",
        "calendar:AppointmentState", "calendar:StartTimeZone",
    ];

    private readonly ImmutableArray<MailboxQuery> _mailboxes;
    private readonly CalendarWindow _view;
    private readonly CalendarWindow _asked;
    private readonly bool _impersonate;
    private readonly ExchangeZones _zones;

    /// <summary>Asks for the calendars of mailboxes.</summary>
    /// <param name="mailboxes">Which; only one under impersonation.</param>
    /// <param name="view">The time to ask the server for.</param>
    /// <param name="asked">The time that is wanted of it.</param>
    /// <param name="impersonate">Whether to act as the mailbox's owner, or to name the mailboxes as a delegate.</param>
    /// <param name="zones">Where time zones are looked up.</param>
    public FindItem(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow view, CalendarWindow asked, bool impersonate, ExchangeZones zones)
    {
        _mailboxes = mailboxes;
        _view = view;
        _asked = asked;
        _impersonate = impersonate;
        _zones = zones;
    }

    public override string AnswerName => "FindItemResponse";

    public override string? Impersonated => _impersonate ? _mailboxes[0].Account : null;

    public override string? Anchor => _mailboxes[0].Account;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "FindItem", Namespaces.Messages);
        xml.WriteAttributeString("Traversal", "Shallow");

        xml.WriteStartElement("m", "ItemShape", Namespaces.Messages);
        xml.WriteElementString("t", "BaseShape", Namespaces.Types, "IdOnly");
        xml.WriteStartElement("t", "AdditionalProperties", Namespaces.Types);
        foreach (var field in Fields)
        {
            xml.WriteStartElement("t", "FieldURI", Namespaces.Types);
            xml.WriteAttributeString("FieldURI", field);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();

        xml.WriteStartElement("m", "CalendarView", Namespaces.Messages);
        xml.WriteAttributeString("MaxEntriesReturned", MaxEntries.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("StartDate", EwsInstant.Utc(_view.From));
        xml.WriteAttributeString("EndDate", EwsInstant.Utc(_view.To));
        xml.WriteEndElement();

        CalendarFolders.Write(xml, "ParentFolderIds", _mailboxes, named: !_impersonate);
        xml.WriteEndElement();
    }

    public override List<MailboxAnswer> Read(AnswerReader answer)
    {
        var index = 0;
        return ResponseMessages.Read(answer, reader =>
        {
            // Messages come in the order of the folders. Those beyond the last one are read only to be counted.
            var mailbox = _mailboxes[Math.Min(index++, _mailboxes.Length - 1)];
            return ReadMessage(reader, new CalendarItemReader(mailbox.Zone, _asked, _zones));
        });
    }

    public override IEnumerable<Trouble> Troubles(List<MailboxAnswer> answer) => MailboxAnswer.Troubles(answer);

    private static MailboxAnswer ReadMessage(AnswerReader reader, CalendarItemReader items)
    {
        var status = new ResponseStatus { Class = reader.Attribute("ResponseClass") };
        MailboxAnswer? folder = null;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (!status.TryRead(reader) && reader.Name == "RootFolder")
            {
                folder = ReadFolder(reader, items);
            }
        }

        return status.IsSuccess ? folder ?? MailboxAnswer.Lacking("the calendar's entries (RootFolder)") : new MailboxAnswer.Refused(status.ToTrouble());
    }

    private static MailboxAnswer ReadFolder(AnswerReader reader, CalendarItemReader items)
    {
        var whole = reader.Attribute("IncludesLastItemInRange") is not ("false" or "0");
        var total = reader.Attribute("TotalItemsInView");
        var appointments = new List<Appointment>();
        var entries = 0;
        var dropped = 0;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (reader.Name != "Items")
            {
                continue;
            }

            var children = reader.GetChildren();
            while (children.Next())
            {
                entries++;
                if (reader.Name == "CalendarItem" && !items.TryRead(reader, appointments))
                {
                    dropped++;
                }
            }
        }

        return entries == 0 && whole && int.TryParse(total, CultureInfo.InvariantCulture, out var promised) && promised > 0
            ? MailboxAnswer.Lacking("the entries that it counts")
            : new MailboxAnswer.Entries(appointments, dropped, whole);
    }
}
