using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>
/// Reads calendar items that clients send, whole or field by field. Times without a zone are in the item's own zone, else in that of
/// the request, else UTC.
/// </summary>
internal sealed class CalendarItemReader(TimeZoneInfo? requestZone, TimeProvider time)
{
    private static readonly HashSet<string> ReadOnly =
    [
        "ItemId", "ParentFolderId", "DateTimeReceived", "Size", "IsSubmitted", "IsDraft", "IsFromMe", "IsResend", "IsUnmodified", "DateTimeSent",
        "DateTimeCreated", "ResponseObjects", "DisplayCc", "DisplayTo", "DisplayBcc", "HasAttachments", "EffectiveRights", "LastModifiedName",
        "LastModifiedTime", "IsAssociated", "RecurrenceId", "DateTimeStamp", "OriginalStart", "IsMeeting", "IsCancelled", "IsRecurring",
        "MeetingRequestWasSent", "CalendarItemType", "MyResponseType", "Organizer", "ConflictingMeetingCount", "AdjacentMeetingCount",
        "ConflictingMeetings", "AdjacentMeetings", "Duration", "TimeZone", "AppointmentReplyTime", "AppointmentSequenceNumber", "AppointmentState",
        "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences", "IsOrganizer",
    ];

    /// <summary>A new appointment. Without a start it begins at the next half hour, without an end it lasts half an hour.</summary>
    public Appointment Create(EwsElement item)
    {
        var zoneId = ZoneId(item, "StartTimeZone") ?? item.Child("MeetingTimeZone")?.Attribute("TimeZoneName") ?? requestZone?.Id ?? "UTC";
        var zone = TimeZones.Get(zoneId);
        var start = item.ChildText("Start") is { } text ? XmlDates.ToInstant(text, zone) : NextHalfHour();
        var appointment = new Appointment
        {
            Zone = zoneId,
            Start = start,
            End = item.ChildText("End") is { } end ? XmlDates.ToInstant(end, zone) : start.AddMinutes(30),
        };

        foreach (var field in item.Children)
        {
            if (field.Name is not ("Start" or "End" or "StartTimeZone" or "MeetingTimeZone"))
            {
                appointment = Set(appointment, field);
            }
        }

        return appointment;
    }

    /// <summary>Sets one property.</summary>
    /// <exception cref="EwsErrorException">The property is not for clients to set.</exception>
    public static Appointment Set(Appointment appointment, EwsElement field)
    {
        if (ReadOnly.Contains(field.Name))
        {
            throw new EwsErrorException("ErrorInvalidPropertySet", "Set action is invalid for property.");
        }

        return field.Name switch
        {
            "Subject" => appointment with { Subject = field.Text },
            "Sensitivity" => appointment with { Sensitivity = field.Enum<Sensitivity>() },
            "Body" => appointment with { Body = field.Text, BodyIsHtml = field.Attribute("BodyType") == "HTML" },
            "Categories" => appointment with { Categories = [.. field.Children.Select(c => c.Text)] },
            "Importance" => appointment with { Importance = field.Text.Trim() },
            "ReminderIsSet" => appointment with { ReminderIsSet = field.Bool },
            "ReminderMinutesBeforeStart" => appointment with { ReminderMinutes = field.Int },
            "UID" => appointment with { Uid = field.Text },
            "Start" => appointment with { Start = XmlDates.ToInstant(field.Text, TimeZones.Get(appointment.Zone)) },
            "End" => appointment with { End = XmlDates.ToInstant(field.Text, TimeZones.Get(appointment.EndZone ?? appointment.Zone)) },
            "IsAllDayEvent" => appointment with { IsAllDay = field.Bool },
            "LegacyFreeBusyStatus" => appointment with { ShowAs = field.Enum<FreeBusyStatus>() },
            "Location" => appointment with { Location = field.Text },
            "RequiredAttendees" => Invite(appointment, field, AttendeeKind.Required),
            "OptionalAttendees" => Invite(appointment, field, AttendeeKind.Optional),
            "Resources" => Invite(appointment, field, AttendeeKind.Resource),
            "Recurrence" => appointment with { Recurrence = RecurrenceXml.Read(field) },
            "StartTimeZone" when field.Attribute("Id") is { } id => appointment with { Zone = Known(id) },
            "MeetingTimeZone" when field.Attribute("TimeZoneName") is { } id => appointment with { Zone = Known(id) },
            "EndTimeZone" when field.Attribute("Id") is { } id => appointment with { EndZone = Known(id) },
            "StartTimeZoneId" => appointment with { Zone = Known(field.Text) },
            "EndTimeZoneId" => appointment with { EndZone = Known(field.Text) },

            // What presence never looks at is accepted and forgotten.
            _ => appointment,
        };
    }

    /// <summary>Takes one property away, which gives it its default.</summary>
    /// <exception cref="EwsErrorException">The property cannot be absent.</exception>
    public static Appointment Clear(Appointment appointment, string field) => field switch
    {
        "Subject" => appointment with { Subject = "" },
        "Location" => appointment with { Location = null },
        "Body" => appointment with { Body = null, BodyIsHtml = false },
        "Categories" => appointment with { Categories = [] },
        "Recurrence" => appointment with { Recurrence = null },
        "RequiredAttendees" => Uninvite(appointment, AttendeeKind.Required),
        "OptionalAttendees" => Uninvite(appointment, AttendeeKind.Optional),
        "Resources" => Uninvite(appointment, AttendeeKind.Resource),
        "ReminderIsSet" => appointment with { ReminderIsSet = false },
        _ => throw new EwsErrorException("ErrorInvalidPropertyDelete", "Delete action is not supported for this property."),
    };

    private DateTimeOffset NextHalfHour()
    {
        var half = TimeSpan.FromMinutes(30).Ticks;
        return new DateTimeOffset(((time.GetUtcNow().UtcTicks / half) + 1) * half, TimeSpan.Zero);
    }

    private static string? ZoneId(EwsElement item, string name) => item.Child(name)?.Attribute("Id") is { } id ? Known(id) : null;

    private static string Known(string id)
    {
        TimeZones.Get(id);
        return id;
    }

    // Inviting somebody makes a meeting of an appointment, with the owner of the calendar as its organizer.
    private static Appointment Invite(Appointment appointment, EwsElement field, AttendeeKind kind)
    {
        var invited = field.Children.Select(a => a.Required("Mailbox")).Select(m => new Attendee(
            new MailAddress(m.ChildText("Name") ?? m.ChildText("EmailAddress") ?? "", m.ChildText("EmailAddress") ?? ""), kind));
        return appointment with
        {
            Attendees = [.. appointment.Attendees.Where(a => a.Kind != kind), .. invited],
            IsMeeting = true,
            MyResponse = ResponseType.Organizer,
        };
    }

    private static Appointment Uninvite(Appointment appointment, AttendeeKind kind)
    {
        ImmutableArray<Attendee> left = [.. appointment.Attendees.Where(a => a.Kind != kind)];
        return left.IsEmpty
            ? appointment with { Attendees = left, IsMeeting = false, MyResponse = ResponseType.Unknown }
            : appointment with { Attendees = left };
    }
}
