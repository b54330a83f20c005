using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Tells what changed since a state. It knows single items and series, never occurrences: an edited occurrence is a changed series.</summary>
internal sealed class SyncFolderItems() : EwsOperation("SyncFolderItems")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var shape = ItemShape.Read(call.Operation.Required("ItemShape"), call.Version, isFind: true);
        WriteMessages(writer, [call.Operation.Required("SyncFolderId").Children[0]], folder => Sync(call, folder), result => Write(call, writer, shape, result));
    }

    private static Result Sync(EwsCall call, EwsElement folder)
    {
        var target = call.Folder(folder);
        if (target.Rights.Access < CalendarAccess.Reviewer)
        {
            throw EwsCall.AccessDenied();
        }

        var wanted = call.Operation.Required("MaxChangesReturned").Int;
        if (wanted < 1 || wanted > call.Limits.SyncChanges)
        {
            throw new EwsErrorException("ErrorInvalidArgument", $"MaxChangesReturned is {wanted}, but must be between 1 and {call.Limits.SyncChanges}.");
        }

        var since = call.Operation.ChildText("SyncState") is { Length: > 0 } state ? EwsIds.ReadSyncState(target.Mailbox, state) : 0;
        if (target.Folder.Kind != FolderKind.Calendar)
        {
            return new Result(target, [], 0, true);
        }

        var (changes, upTo, all) = target.Mailbox.Calendar.ChangesSince(since, wanted);
        return new Result(target, changes, upTo, all);
    }

    private static void Write(EwsCall call, EwsWriter writer, ItemShape shape, Result result)
    {
        var mailbox = result.Target.Mailbox;
        var items = new CalendarItemWriter(mailbox, shape, call.Version, isFind: true, result.Target.Rights);
        writer.Message("SyncState", EwsIds.SyncState(mailbox, result.UpTo));
        writer.Message("IncludesLastItemInRange", result.All);
        writer.StartMessage("Changes");
        foreach (var change in result.Changes)
        {
            if (change.Item is null)
            {
                writer.StartType("Delete");
                writer.Id("ItemId", EwsIds.Write(new EwsId(mailbox.Id, FolderKind.Calendar, change.Number, null)), null);
                writer.End();
            }
            else if (EwsCall.MayView(CalendarEntry.Of(change.Item), result.Target.Rights))
            {
                writer.StartType(change.IsNew ? "Create" : "Update");
                items.Write(writer, CalendarEntry.Of(change.Item));
                writer.End();
            }
        }

        writer.End();
    }

    private readonly record struct Result(FolderTarget Target, ImmutableArray<SyncChange> Changes, long UpTo, bool All);
}
