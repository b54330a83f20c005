using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Deletes appointments, series, and single occurrences.</summary>
internal sealed class DeleteItem() : EwsOperation("DeleteItem")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        WriteMessages(writer, call.Operation.Required("ItemIds").Children, id => Delete(call, id), _ => { });
    }

    private static bool Delete(EwsCall call, EwsElement id)
    {
        if (call.Operation.Attribute("SendMeetingCancellations") is null)
        {
            throw new EwsErrorException("ErrorSendMeetingCancellationsRequired", "The SendMeetingCancellations attribute is required for calendar items.");
        }

        var target = call.Item(id);
        if (target.Rights.Access < CalendarAccess.Editor)
        {
            throw EwsCall.AccessDenied();
        }

        var kind = call.Operation.RequiredAttribute("DeleteType") == "MoveToDeletedItems" ? CalendarChangeKind.Moved : CalendarChangeKind.Deleted;
        target.Mailbox.Calendar.Delete(target.Entry.Key, kind);
        return true;
    }
}
