using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Puts appointments and series into a calendar. Invitations to others are accepted and not sent.</summary>
internal sealed class CreateItem() : EwsOperation("CreateItem")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        WriteMessages(
            writer,
            call.Operation.Required("Items").Children,
            item => Create(call, item),
            created =>
            {
                writer.StartMessage("Items");
                if (created is { } target)
                {
                    new CalendarItemWriter(target.Mailbox, ItemShape.IdOnly, call.Version, isFind: false, target.Rights).Write(writer, target.Entry);
                }

                writer.End();
            },
            () => WriteNoItems(writer));
    }

    private static ItemTarget? Create(EwsCall call, EwsElement item)
    {
        if (item.Name is "AcceptItem" or "TentativelyAcceptItem" or "DeclineItem" or "CancelCalendarItem")
        {
            MeetingResponse.Perform(call, item);
            return null;
        }

        if (item.Name != "CalendarItem")
        {
            throw new EwsErrorException("ErrorCannotCreateCalendarItemInNonCalendarFolder", $"The simulator keeps calendar items only, not {item.Name}.");
        }

        if (call.Operation.Attribute("SendMeetingInvitations") is null)
        {
            throw new EwsErrorException("ErrorSendMeetingInvitationsRequired", "The SendMeetingInvitations attribute is required for calendar items.");
        }

        var folder = call.Operation.Child("SavedItemFolderId") is { Children: [var named] }
            ? call.Folder(named)
            : call.Folder(Own());
        if (folder.Folder.Kind != FolderKind.Calendar)
        {
            throw new EwsErrorException("ErrorCannotCreateCalendarItemInNonCalendarFolder", "Cannot create a calendar item in a non-calendar folder.");
        }

        if (folder.Rights.Access < CalendarAccess.Editor)
        {
            throw new EwsErrorException("ErrorCreateItemAccessDenied", "You don't have permission to create items in this folder.");
        }

        var key = folder.Mailbox.Calendar.Add(call.ItemReader.Create(item));
        return new ItemTarget(folder.Mailbox, folder.Mailbox.Calendar.Get(key), folder.Rights);
    }

    private static EwsElement Own()
    {
        var calendar = new EwsElement("DistinguishedFolderId", EwsNamespaces.Types, 0, 0);
        calendar.Add(new EwsAttribute("Id", "", "calendar"));
        return calendar;
    }
}
