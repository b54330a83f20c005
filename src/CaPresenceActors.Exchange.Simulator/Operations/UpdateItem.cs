using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Changes fields of an appointment, a series, or one occurrence, which becomes an exception by that.</summary>
internal sealed class UpdateItem() : EwsOperation("UpdateItem")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        WriteMessages(
            writer,
            call.Operation.Required("ItemChanges").Children,
            change => Update(call, change),
            target =>
            {
                writer.StartMessage("Items");
                new CalendarItemWriter(target.Mailbox, ItemShape.IdOnly, call.Version, isFind: false, target.Rights).Write(writer, target.Entry);
                writer.End();
                writer.StartMessage("ConflictResults");
                writer.Type("Count", 0);
                writer.End();
            },
            () => WriteNoItems(writer));
    }

    private static ItemTarget Update(EwsCall call, EwsElement change)
    {
        if (call.Operation.Attribute("SendMeetingInvitationsOrCancellations") is null)
        {
            throw new EwsErrorException("ErrorSendMeetingInvitationsOrCancellationsRequired", "The SendMeetingInvitationsOrCancellations attribute is required for calendar items.");
        }

        var target = call.Item(change.Children[0]);
        if (target.Rights.Access < CalendarAccess.Editor)
        {
            throw EwsCall.AccessDenied();
        }

        CheckChangeKey(call, change.Children[0], target);
        var updates = change.Required("Updates").Children;
        if (target.Entry.Key.Occurrence is not null && updates.Any(u => FieldOf(u) is "Recurrence"))
        {
            throw new EwsErrorException("ErrorCalendarCannotMoveOrCopyOccurrence", "The recurrence cannot be set on an occurrence.");
        }

        target.Mailbox.Calendar.Change(target.Entry.Key, appointment => updates.Aggregate(appointment, Apply));
        return target with { Entry = target.Mailbox.Calendar.Get(target.Entry.Key) };
    }

    private static Appointment Apply(Appointment appointment, EwsElement update)
    {
        if (FieldOf(update) is not { } field)
        {
            // Extended and indexed properties are accepted and forgotten.
            return appointment;
        }

        if (update.Name == "DeleteItemField")
        {
            return CalendarItemReader.Clear(appointment, field);
        }

        var values = update.Child("CalendarItem")?.Children ?? [];
        if (values is not [var value] || value.Name != field)
        {
            throw new EwsErrorException("ErrorUpdatePropertyMismatch", "The property supplied for the update does not match the field's path.");
        }

        return CalendarItemReader.Set(appointment, value);
    }

    // calendar:Start names the element Start.
    private static string? FieldOf(EwsElement update) => update.Child("FieldURI")?.RequiredAttribute("FieldURI") is { } uri ? uri[(uri.IndexOf(':') + 1)..] : null;

    private static void CheckChangeKey(EwsCall call, EwsElement id, in ItemTarget target)
    {
        var conflict = call.Operation.RequiredAttribute("ConflictResolution");
        if (conflict == "AlwaysOverwrite")
        {
            return;
        }

        if (id.Attribute("ChangeKey") is not { } key)
        {
            throw new EwsErrorException("ErrorChangeKeyRequired", "The change key is required for this operation.");
        }

        if (conflict == "NeverOverwrite" && key != EwsIds.ChangeKey(target.Entry.Item))
        {
            throw new EwsErrorException("ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");
        }
    }
}
