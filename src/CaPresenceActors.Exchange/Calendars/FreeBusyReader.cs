using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Xml;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>Makes an appointment of a <c>CalendarEvent</c> of free/busy.</summary>
/// <param name="ownersZone">The zone that the mailbox's owner lives in.</param>
/// <param name="asked">The time that is wanted; what does not overlap it is left out.</param>
internal sealed class FreeBusyReader(TimeZoneInfo ownersZone, CalendarWindow asked)
{
    /// <summary>Reads the event that the reader is at, and adds it when it overlaps the window. False when it makes no sense.</summary>
    public bool TryRead(AnswerReader reader, List<Appointment> appointments)
    {
        DateTimeOffset? start = null;
        DateTimeOffset? end = null;
        var freeBusy = FreeBusy.Busy;
        var details = new Details();
        var fields = reader.GetChildren();
        while (fields.Next())
        {
            switch (reader.Name)
            {
                case "StartTime":
                    start = EwsInstant.TryRead(reader.Text(), out var from) ? from : null;
                    break;
                case "EndTime":
                    end = EwsInstant.TryRead(reader.Text(), out var to) ? to : null;
                    break;
                case "BusyType":
                    freeBusy = Words.ToFreeBusy(reader.Text());
                    break;
                case "CalendarEventDetails":
                    details = ReadDetails(reader);
                    break;
                default:
                    break;
            }
        }

        if (start is not { } begin || end is not { } finish)
        {
            return false;
        }

        if (asked.Wants(begin, finish))
        {
            appointments.Add(new Appointment
            {
                Key = AppointmentKeys.OfFreeBusy(details.EntryId, begin, finish, details.Subject),
                Subject = details.Subject,
                Start = begin,
                End = finish,
                FreeBusy = freeBusy,
                AllDay = AllDay.LooksLike(begin, finish, ownersZone),
                Private = details.Private,
            });
        }

        return true;
    }

    private static Details ReadDetails(AnswerReader reader)
    {
        var details = new Details();
        var fields = reader.GetChildren();
        while (fields.Next())
        {
            details = reader.Name switch
            {
                "ID" => details with { EntryId = reader.TextAsString() },
                "Subject" => details with { Subject = reader.TextAsString() },
                "IsPrivate" => details with { Private = reader.TextIsTrue() },
                _ => details,
            };
        }

        return details;
    }

    private readonly record struct Details(string? EntryId, string Subject, bool Private)
    {
        public Details()
            : this(EntryId: null, Subject: "", Private: false)
        {
        }
    }
}
