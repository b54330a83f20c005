using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>What clients do with invitations: accept, accept tentatively, decline; and what organizers do: cancel.</summary>
internal static class MeetingResponse
{
    public static void Perform(EwsCall call, EwsElement response)
    {
        var reference = response.Child("ReferenceItemId") ?? throw new EwsErrorException("ErrorInvalidReferenceItem", "The reference item is missing.");
        var id = EwsIds.Read(reference.RequiredAttribute("Id"));
        var mailbox = call.Mailboxes.Find(id.Mailbox) ?? throw EwsCall.ItemNotFound();
        if (call.Caller.RightsTo(mailbox).Access < CalendarAccess.Editor)
        {
            throw EwsCall.AccessDenied();
        }

        var appointment = mailbox.Calendar.Get(id.Key).Appointment;
        if (response.Name == "CancelCalendarItem")
        {
            // The organizer's own copy goes to the deleted items.
            mailbox.Calendar.Delete(id.Key, CalendarChangeKind.Moved);
            return;
        }

        if (!appointment.IsMeeting || appointment.MyResponse == ResponseType.Organizer)
        {
            throw new EwsErrorException($"ErrorCalendarIsOrganizerFor{Verb(response)}", "The organizer cannot answer the invitation.");
        }

        if (response.Name == "DeclineItem")
        {
            mailbox.Calendar.Delete(id.Key, CalendarChangeKind.Moved);
            return;
        }

        var isAccepted = response.Name == "AcceptItem";
        mailbox.Calendar.Change(id.Key, a => a with
        {
            MyResponse = isAccepted ? ResponseType.Accept : ResponseType.Tentative,
            ShowAs = isAccepted ? FreeBusyStatus.Busy : FreeBusyStatus.Tentative,
        });
    }

    private static string Verb(EwsElement response) => response.Name switch
    {
        "AcceptItem" => "Accept",
        "DeclineItem" => "Decline",
        _ => "Tentative",
    };
}
