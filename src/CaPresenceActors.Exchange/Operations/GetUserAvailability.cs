using System.Collections.Immutable;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Calendars;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>GetUserAvailability: free/busy with details for up to a hundred mailboxes. It knows neither cancellations nor responses, and no all-day appointments as such.</summary>
internal sealed class GetUserAvailability : EwsOperation<List<MailboxAnswer>>
{
    /// <summary>How many mailboxes a request may name: Exchange's own limit.</summary>
    public const int MaxMailboxes = 100;

    private readonly ImmutableArray<MailboxQuery> _mailboxes;
    private readonly CalendarWindow _view;
    private readonly CalendarWindow _asked;

    /// <summary>Asks for the free/busy of mailboxes.</summary>
    /// <param name="mailboxes">Whose.</param>
    /// <param name="view">The time to ask the server for: 62 days at most.</param>
    /// <param name="asked">The time that is wanted of it.</param>
    public GetUserAvailability(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow view, CalendarWindow asked)
    {
        _mailboxes = mailboxes;
        _view = view;
        _asked = asked;
    }

    public override string AnswerName => "GetUserAvailabilityResponse";

    public override string? Anchor => _mailboxes[0].Account;

    public override SchemaVersion Earliest => SchemaVersion.Exchange2007Sp1;

    public override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("m", "GetUserAvailabilityRequest", Namespaces.Messages);
        WriteUtc(xml);

        xml.WriteStartElement("m", "MailboxDataArray", Namespaces.Messages);
        foreach (var mailbox in _mailboxes)
        {
            xml.WriteStartElement("t", "MailboxData", Namespaces.Types);
            xml.WriteStartElement("t", "Email", Namespaces.Types);
            xml.WriteElementString("t", "Address", Namespaces.Types, mailbox.Account);
            xml.WriteEndElement();
            xml.WriteElementString("t", "AttendeeType", Namespaces.Types, "Required");
            xml.WriteElementString("t", "ExcludeConflicts", Namespaces.Types, "false");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();

        xml.WriteStartElement("t", "FreeBusyViewOptions", Namespaces.Types);
        xml.WriteStartElement("t", "TimeWindow", Namespaces.Types);
        xml.WriteElementString("t", "StartTime", Namespaces.Types, EwsInstant.Local(_view.From));
        xml.WriteElementString("t", "EndTime", Namespaces.Types, EwsInstant.Local(_view.To));
        xml.WriteEndElement();
        xml.WriteElementString("t", "MergedFreeBusyIntervalInMinutes", Namespaces.Types, "30");
        xml.WriteElementString("t", "RequestedView", Namespaces.Types, "Detailed");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public override IEnumerable<Trouble> Troubles(List<MailboxAnswer> answer) => MailboxAnswer.Troubles(answer);

    public override List<MailboxAnswer> Read(AnswerReader answer)
    {
        var answers = new List<MailboxAnswer>(_mailboxes.Length);
        var parts = answer.GetChildren();
        while (parts.Next())
        {
            if (answer.Name != "FreeBusyResponseArray")
            {
                continue;
            }

            var responses = answer.GetChildren();
            while (responses.Next())
            {
                var mailbox = _mailboxes[Math.Min(answers.Count, _mailboxes.Length - 1)];
                answers.Add(ReadResponse(answer, new FreeBusyReader(mailbox.Zone, _asked)));
            }
        }

        return answers;
    }

    // The zone of the times in request and answer. Servers want both transitions, so UTC is described with two that change nothing.
    private static void WriteUtc(XmlWriter xml)
    {
        xml.WriteStartElement("t", "TimeZone", Namespaces.Types);
        xml.WriteElementString("t", "Bias", Namespaces.Types, "0");
        WriteTransition(xml, "StandardTime", "3");
        WriteTransition(xml, "DaylightTime", "10");
        xml.WriteEndElement();
    }

    private static void WriteTransition(XmlWriter xml, string name, string month)
    {
        xml.WriteStartElement("t", name, Namespaces.Types);
        xml.WriteElementString("t", "Bias", Namespaces.Types, "0");
        xml.WriteElementString("t", "Time", Namespaces.Types, "02:00:00");
        xml.WriteElementString("t", "DayOrder", Namespaces.Types, "1");
        xml.WriteElementString("t", "Month", Namespaces.Types, month);
        xml.WriteElementString("t", "DayOfWeek", Namespaces.Types, "Sunday");
        xml.WriteEndElement();
    }

    private static MailboxAnswer ReadResponse(AnswerReader reader, FreeBusyReader events)
    {
        var status = new ResponseStatus();
        MailboxAnswer? view = null;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            switch (reader.Name)
            {
                case "ResponseMessage":
                    ReadStatus(reader, ref status);
                    break;
                case "FreeBusyView":
                    view = ReadView(reader, events);
                    break;
                default:
                    break;
            }
        }

        return status.IsSuccess ? view ?? MailboxAnswer.Lacking("free/busy (FreeBusyView)") : new MailboxAnswer.Refused(status.ToTrouble());
    }

    private static void ReadStatus(AnswerReader reader, ref ResponseStatus status)
    {
        status.Class = reader.Attribute("ResponseClass");
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            status.TryRead(reader);
        }
    }

    private static MailboxAnswer ReadView(AnswerReader reader, FreeBusyReader events)
    {
        var type = "";
        var appointments = new List<Appointment>();
        var dropped = 0;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            switch (reader.Name)
            {
                case "FreeBusyViewType":
                    type = reader.TextAsString().Trim();
                    break;
                case "CalendarEventArray":
                    dropped += ReadEvents(reader, events, appointments);
                    break;
                default:
                    break;
            }
        }

        return type switch
        {
            "Detailed" or "DetailedMerged" => new MailboxAnswer.Entries(appointments, dropped, Whole: true),
            "" => MailboxAnswer.Lacking("the kind of view (FreeBusyViewType)"),
            _ => new MailboxAnswer.Refused(WithoutSubjects(type)),
        };
    }

    private static int ReadEvents(AnswerReader reader, FreeBusyReader events, List<Appointment> appointments)
    {
        var dropped = 0;
        var children = reader.GetChildren();
        while (children.Next())
        {
            if (reader.Name == "CalendarEvent" && !events.TryRead(reader, appointments))
            {
                dropped++;
            }
        }

        return dropped;
    }

    // Without subjects no keyword can ever match: the same as an empty calendar, which this must not be taken for.
    private static Trouble WithoutSubjects(string type) => new(
        ReadFailure.AccessDenied,
        $"Exchange shows only when the owner is busy (view {Printable.Code(type)}), not the subjects in which keywords are looked for. " +
        "Give the account at least the right LimitedDetails on this calendar, or use impersonation.");
}
