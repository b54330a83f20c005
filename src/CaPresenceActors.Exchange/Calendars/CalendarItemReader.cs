using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Xml;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>Makes an appointment of a <c>CalendarItem</c>. Every element may be absent, in any order, or hold a value that this program has not heard of.</summary>
/// <param name="ownersZone">The zone that the mailbox's owner lives in.</param>
/// <param name="asked">The time that is wanted; what does not overlap it is left out.</param>
/// <param name="zones">Where time zones are looked up.</param>
internal sealed class CalendarItemReader(TimeZoneInfo ownersZone, CalendarWindow asked, ExchangeZones zones)
{
    private const int CancelledState = 4;

    /// <summary>Reads the item that the reader is at, and adds it when it overlaps the window. False when it makes no sense.</summary>
    public bool TryRead(AnswerReader reader, List<Appointment> appointments)
    {
        var item = ReadFields(reader);
        if (!item.HasStart || !item.HasEnd)
        {
            return false;
        }

        var (start, end) = item.AllDay ? AllDay.InZone(item.Start, item.End, zones.Find(item.ZoneId) ?? ownersZone, ownersZone) : (item.Start, item.End);
        if (asked.Wants(start, end))
        {
            appointments.Add(new Appointment
            {
                Key = AppointmentKeys.OfItem(in item),
                Subject = item.Subject ?? "",
                Start = start,
                End = end,
                FreeBusy = item.FreeBusy,
                Response = item.Response,
                AllDay = item.AllDay,
                Private = item.Private,
                Cancelled = item.Cancelled,
            });
        }

        return true;
    }

    private static CalendarItem ReadFields(AnswerReader reader)
    {
        var item = new CalendarItem();
        var fields = reader.GetChildren();
        while (fields.Next())
        {
            switch (reader.Name)
            {
                case "ItemId":
                    item.ItemId = reader.LentAttribute("Id");
                    break;
                case "Subject":
                    item.Subject = reader.TextAsString();
                    break;
                case "Sensitivity":
                    // Whoever marks an entry confidential does not want it seen either. Personal is only a remark on what it is about.
                    item.Private = reader.Text() is "Private" or "Confidential";
                    break;
                case "UID":
                    item.Uid = reader.TextAsString();
                    break;
                case "RecurrenceId":
                    item.RecurrenceId = ReadInstant(reader);
                    break;
                case "OriginalStart":
                    item.OriginalStart = ReadInstant(reader);
                    break;
                case "Start":
                    item.HasStart = EwsInstant.TryRead(reader.Text(), out var start);
                    item.Start = start;
                    break;
                case "End":
                    item.HasEnd = EwsInstant.TryRead(reader.Text(), out var end);
                    item.End = end;
                    break;
                case "IsAllDayEvent":
                    item.AllDay = reader.TextIsTrue();
                    break;
                case "LegacyFreeBusyStatus":
                    item.FreeBusy = Words.ToFreeBusy(reader.Text());
                    break;
                case "IsCancelled":
                    item.Cancelled |= reader.TextIsTrue();
                    break;
                case "AppointmentState":
                    item.Cancelled |= int.TryParse(reader.Text(), CultureInfo.InvariantCulture, out var state) && (state & CancelledState) != 0;
                    break;
                case "CalendarItemType":
                    item.IsOccurrence = reader.Text() is "Occurrence" or "Exception";
                    break;
                case "MyResponseType":
                    item.Response = Words.ToResponse(reader.Text());
                    break;
                case "StartTimeZone":
                    item.ZoneId = reader.Attribute("Id") ?? item.ZoneId;
                    break;
                case "StartTimeZoneId":
                    item.ZoneId ??= reader.TextAsString();
                    break;
                default:
                    break;
            }
        }

        return item;
    }

    private static DateTimeOffset? ReadInstant(AnswerReader reader) => EwsInstant.TryRead(reader.Text(), out var instant) ? instant : null;
}
