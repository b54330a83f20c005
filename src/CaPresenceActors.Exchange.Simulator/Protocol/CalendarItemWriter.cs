using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Xml;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>Writes calendar items, showing what a shape asks for, in the order of the schema.</summary>
internal sealed class CalendarItemWriter(SimulatedMailbox mailbox, ItemShape shape, SchemaVersion version, bool isFind, MailboxRights rights)
{
    public void Write(EwsWriter writer, in CalendarEntry entry)
    {
        writer.StartType("CalendarItem");
        writer.Id("ItemId", EwsIds.Write(mailbox, entry), EwsIds.ChangeKey(entry.Item));

        // The fields are numbered in the order of the schema.
        for (var rest = shape.Fields & ((1UL << ((int)ItemField.IsOrganizer + 1)) - 1); rest != 0; rest &= rest - 1)
        {
            Write(writer, entry, (ItemField)BitOperations.TrailingZeroCount(rest));
        }

        writer.End();
    }

    private void Write(EwsWriter writer, in CalendarEntry entry, ItemField field)
    {
        var appointment = entry.Appointment;
        switch (field)
        {
            case ItemField.ParentFolderId:
                writer.Id("ParentFolderId", EwsIds.Write(mailbox, FolderKind.Calendar), EwsIds.FolderChangeKey(FolderKind.Calendar, mailbox));
                break;
            case ItemField.ItemClass:
                writer.Type("ItemClass", entry.Kind switch
                {
                    CalendarEntryKind.Occurrence => "IPM.Appointment.Occurrence",
                    CalendarEntryKind.Exception => "IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}",
                    _ => "IPM.Appointment",
                });
                break;
            case ItemField.Subject:
                writer.OptionalType("Subject", appointment.Subject);
                break;
            case ItemField.Sensitivity:
                writer.Type("Sensitivity", appointment.Sensitivity.ToString());
                break;
            case ItemField.Body:
                writer.StartType("Body");
                writer.Attribute("BodyType", appointment.BodyIsHtml ? "HTML" : "Text");
                writer.Text(appointment.Body ?? "");
                writer.End();
                break;
            case ItemField.DateTimeReceived or ItemField.DateTimeSent or ItemField.DateTimeCreated:
                writer.Type(field.ToString(), entry.Item.Created);
                break;
            case ItemField.Size:
                writer.Type("Size", 400 + (2 * (appointment.Subject.Length + (appointment.Body?.Length ?? 0))));
                break;
            case ItemField.Categories:
                WriteCategories(writer, appointment);
                break;
            case ItemField.Importance:
                writer.Type("Importance", appointment.Importance);
                break;
            case ItemField.IsSubmitted or ItemField.IsDraft or ItemField.IsFromMe or ItemField.IsResend or ItemField.IsUnmodified or ItemField.HasAttachments or ItemField.IsAssociated:
                writer.Type(field.ToString(), false);
                break;
            case ItemField.ReminderDueBy:
                writer.Type("ReminderDueBy", appointment.Start);
                break;
            case ItemField.ReminderIsSet:
                writer.Type("ReminderIsSet", appointment.ReminderIsSet);
                break;
            case ItemField.ReminderMinutesBeforeStart:
                writer.Type("ReminderMinutesBeforeStart", appointment.ReminderMinutes);
                break;
            case ItemField.Culture:
                writer.Type("Culture", "en-US");
                break;
            case ItemField.EffectiveRights:
                EffectiveRightsXml.Write(writer, rights, version);
                break;
            case ItemField.LastModifiedName:
                writer.Type("LastModifiedName", mailbox.Name);
                break;
            case ItemField.LastModifiedTime or ItemField.DateTimeStamp:
                writer.Type(field.ToString(), entry.Item.LastModified);
                break;
            default:
                WriteCalendarField(writer, entry, field);
                break;
        }
    }

    private void WriteCalendarField(EwsWriter writer, in CalendarEntry entry, ItemField field)
    {
        var appointment = entry.Appointment;
        switch (field)
        {
            case ItemField.Uid:
                writer.Type("UID", entry.Item.Uid);
                break;
            case ItemField.RecurrenceId or ItemField.OriginalStart:
                if (entry.Date is not null)
                {
                    writer.Type(field.ToString(), entry.OriginalStart);
                }

                break;
            case ItemField.Start:
                writer.Type("Start", entry.Start);
                break;
            case ItemField.End:
                writer.Type("End", entry.End);
                break;
            case ItemField.IsAllDayEvent:
                writer.Type("IsAllDayEvent", appointment.IsAllDay);
                break;
            case ItemField.LegacyFreeBusyStatus or ItemField.IntendedFreeBusyStatus:
                writer.Type(field.ToString(), BusyStatus(appointment.ShowAs, version));
                break;
            case ItemField.Location:
                writer.OptionalType("Location", appointment.Location);
                break;
            case ItemField.When:
                writer.Type("When", When(appointment));
                break;
            case ItemField.IsMeeting:
                writer.Type("IsMeeting", appointment.IsMeeting);
                break;
            case ItemField.IsCancelled:
                writer.Type("IsCancelled", appointment.IsCancelled);
                break;
            case ItemField.IsRecurring:
                writer.Type("IsRecurring", entry.Item.IsSeries);
                break;
            case ItemField.MeetingRequestWasSent:
                writer.Type("MeetingRequestWasSent", appointment.IsMeeting);
                break;
            case ItemField.IsResponseRequested:
                writer.Type("IsResponseRequested", true);
                break;
            case ItemField.CalendarItemType:
                writer.Type("CalendarItemType", entry.Kind.ToString());
                break;
            case ItemField.MyResponseType:
                writer.Type("MyResponseType", appointment.MyResponse.ToString());
                break;
            case ItemField.Organizer:
                WriteOrganizer(writer, appointment);
                break;
            case ItemField.RequiredAttendees:
                WriteAttendees(writer, "RequiredAttendees", appointment, AttendeeKind.Required);
                break;
            case ItemField.OptionalAttendees:
                WriteAttendees(writer, "OptionalAttendees", appointment, AttendeeKind.Optional);
                break;
            case ItemField.Resources:
                WriteAttendees(writer, "Resources", appointment, AttendeeKind.Resource);
                break;
            case ItemField.Duration:
                writer.Type("Duration", XmlConvert.ToString(entry.End - entry.Start));
                break;
            case ItemField.TimeZone:
                writer.Type("TimeZone", ZoneName(appointment.Zone));
                break;
            case ItemField.AppointmentSequenceNumber:
                writer.Type("AppointmentSequenceNumber", 0);
                break;
            case ItemField.AppointmentState:
                writer.Type("AppointmentState", appointment.State);
                break;
            case ItemField.StartTimeZone:
                WriteZone(writer, "StartTimeZone", appointment.Zone);
                break;
            case ItemField.EndTimeZone:
                WriteZone(writer, "EndTimeZone", appointment.EndZone ?? appointment.Zone);
                break;
            case ItemField.StartWallClock:
                writer.Type("StartWallClock", WallClock(entry.Start, appointment.Zone));
                break;
            case ItemField.EndWallClock:
                writer.Type("EndWallClock", WallClock(entry.End, appointment.EndZone ?? appointment.Zone));
                break;
            case ItemField.StartTimeZoneId:
                writer.Type("StartTimeZoneId", TimeZones.WindowsId(appointment.Zone));
                break;
            case ItemField.EndTimeZoneId:
                writer.Type("EndTimeZoneId", TimeZones.WindowsId(appointment.EndZone ?? appointment.Zone));
                break;
            case ItemField.IsOrganizer:
                writer.Type("IsOrganizer", !appointment.IsMeeting || appointment.MyResponse == ResponseType.Organizer);
                break;
            case ItemField.Recurrence or ItemField.FirstOccurrence or ItemField.LastOccurrence or ItemField.ModifiedOccurrences or ItemField.DeletedOccurrences:
                if (entry.Kind == CalendarEntryKind.RecurringMaster)
                {
                    WriteSeriesField(writer, entry.Item, field);
                }

                break;
            default:
                throw new UnreachableException($"No way to write {field}.");
        }
    }

    private void WriteSeriesField(EwsWriter writer, CalendarItem series, ItemField field)
    {
        var recurrence = series.Appointment.Recurrence!;
        switch (field)
        {
            case ItemField.Recurrence:
                RecurrenceXml.Write(writer, recurrence);
                break;
            case ItemField.FirstOccurrence:
                if (Existing(series, 0, +1) is { } first)
                {
                    WriteOccurrence(writer, "FirstOccurrence", first);
                }

                break;
            case ItemField.LastOccurrence:
                if (RecurrenceDates.Last(recurrence) is { } end && Existing(series, RecurrenceDates.IndexOf(recurrence, end)!.Value, -1) is { } last)
                {
                    WriteOccurrence(writer, "LastOccurrence", last);
                }

                break;
            case ItemField.ModifiedOccurrences when series.Exceptions.Count > 0:
                writer.StartType("ModifiedOccurrences");
                foreach (var date in series.Exceptions.Keys)
                {
                    WriteOccurrence(writer, "Occurrence", Series.At(series, date)!.Value);
                }

                writer.End();
                break;
            case ItemField.DeletedOccurrences when series.Deleted.Count > 0:
                writer.StartType("DeletedOccurrences");
                foreach (var date in series.Deleted)
                {
                    writer.StartType("DeletedOccurrence");
                    writer.Type("Start", Series.Planned(series, date).Start);
                    writer.End();
                }

                writer.End();
                break;
        }
    }

    private static CalendarEntry? Existing(CalendarItem series, int index, int step)
    {
        for (; RecurrenceDates.DateAt(series.Appointment.Recurrence!, index) is { } date; index += step)
        {
            if (Series.At(series, date) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private void WriteOccurrence(EwsWriter writer, string name, in CalendarEntry entry)
    {
        writer.StartType(name);
        writer.Id("ItemId", EwsIds.Write(mailbox, entry), EwsIds.ChangeKey(entry.Item));
        writer.Type("Start", entry.Start);
        writer.Type("End", entry.End);
        writer.Type("OriginalStart", entry.OriginalStart);
        writer.End();
    }

    // FindItem knows organizers by name only; the address takes a look into the directory, which GetItem affords.
    private void WriteOrganizer(EwsWriter writer, Appointment appointment)
    {
        var organizer = appointment.Organizer ?? new MailAddress(mailbox.Name, mailbox.Address);
        writer.StartType("Organizer");
        WriteMailbox(writer, organizer, withAddress: !isFind);
        writer.End();
    }

    private static void WriteAttendees(EwsWriter writer, string name, Appointment appointment, AttendeeKind kind)
    {
        if (!appointment.Attendees.Any(a => a.Kind == kind))
        {
            return;
        }

        writer.StartType(name);
        foreach (var attendee in appointment.Attendees.Where(a => a.Kind == kind))
        {
            writer.StartType("Attendee");
            WriteMailbox(writer, attendee.Mailbox, withAddress: true);
            writer.Type("ResponseType", "Unknown");
            writer.End();
        }

        writer.End();
    }

    private static void WriteMailbox(EwsWriter writer, MailAddress address, bool withAddress)
    {
        writer.StartType("Mailbox");
        writer.Type("Name", address.Name);
        if (withAddress)
        {
            writer.Type("EmailAddress", address.Address);
            writer.Type("RoutingType", "SMTP");
        }

        writer.End();
    }

    private static void WriteCategories(EwsWriter writer, Appointment appointment)
    {
        if (appointment.Categories.IsDefaultOrEmpty)
        {
            return;
        }

        writer.StartType("Categories");
        foreach (var category in appointment.Categories)
        {
            writer.Type("String", category);
        }

        writer.End();
    }

    private static void WriteZone(EwsWriter writer, string name, string zone)
    {
        writer.StartType(name);
        writer.Attribute("Id", TimeZones.WindowsId(zone));
        writer.Attribute("Name", ZoneName(zone));
        writer.End();
    }

    private static string ZoneName(string zone) => TimeZones.Get(zone).DisplayName;

    private static string WallClock(DateTimeOffset instant, string zone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZones.Get(zone)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Versions before 2013 do not know WorkingElsewhere; the simulator shows it as free there.</summary>
    public static string BusyStatus(FreeBusyStatus status, SchemaVersion version) =>
        status == FreeBusyStatus.WorkingElsewhere && !version.Is2013 ? "Free" : status.ToString();

    private static string When(Appointment appointment)
    {
        var zone = TimeZones.Get(appointment.Zone);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{TimeZones.ToLocal(zone, appointment.Start):dddd, d MMMM yyyy HH:mm}");
        text.Append(CultureInfo.InvariantCulture, $"-{TimeZones.ToLocal(zone, appointment.End):HH:mm} {zone.DisplayName}.");
        return text.ToString();
    }
}
