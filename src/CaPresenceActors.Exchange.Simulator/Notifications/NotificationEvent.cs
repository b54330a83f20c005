using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>One event of a notification: what happened to an item of the calendar, or (without an item) to the folder itself.</summary>
internal readonly record struct NotificationEvent(CalendarChangeKind Kind, long? Item, string? ChangeKey, DateTimeOffset At)
{
    public string Type => Kind switch
    {
        CalendarChangeKind.Created => "CreatedEvent",
        CalendarChangeKind.Modified => "ModifiedEvent",
        CalendarChangeKind.Moved => "MovedEvent",
        _ => "DeletedEvent",
    };

    /// <summary>Exchange tells of the item, and then of the folder, which every change of an item modifies.</summary>
    public static IEnumerable<NotificationEvent> Of(SimulatedMailbox mailbox, CalendarChange change, DateTimeOffset now)
    {
        yield return new NotificationEvent(change.Kind, change.Item, null, now);
        yield return new NotificationEvent(CalendarChangeKind.Modified, null, EwsIds.FolderChangeKey(FolderKind.Calendar, mailbox), now);
    }

    public void Write(EwsWriter writer, SimulatedMailbox mailbox, string? watermark)
    {
        writer.StartType(Type);
        if (watermark is not null)
        {
            writer.Type("Watermark", watermark);
        }

        writer.Type("TimeStamp", At);
        if (Item is not { } item)
        {
            writer.Id("FolderId", EwsIds.Write(mailbox, FolderKind.Calendar), ChangeKey);
            writer.Id("ParentFolderId", EwsIds.Write(mailbox, FolderKind.MessageRoot), null);
            writer.Type("UnreadCount", 0);
        }
        else
        {
            var isMoved = Kind == CalendarChangeKind.Moved;
            var folder = isMoved ? FolderKind.DeletedItems : FolderKind.Calendar;
            writer.Id("ItemId", EwsIds.Write(new EwsId(mailbox.Id, folder, item, null)), null);
            writer.Id("ParentFolderId", EwsIds.Write(mailbox, folder), null);
            if (isMoved)
            {
                writer.Id("OldItemId", EwsIds.Write(new EwsId(mailbox.Id, FolderKind.Calendar, item, null)), null);
                writer.Id("OldParentFolderId", EwsIds.Write(mailbox, FolderKind.Calendar), null);
            }
        }

        writer.End();
    }
}
