using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Shows folders, and with their rights what the caller may do with them.</summary>
internal sealed class GetFolder() : EwsOperation("GetFolder")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var folders = new FolderWriter(call.Operation.Required("FolderShape"), call.Version);
        WriteMessages(
            writer,
            call.Operation.Required("FolderIds").Children,
            call.Folder,
            target =>
            {
                writer.StartMessage("Folders");
                folders.Write(writer, target);
                writer.End();
            },
            () =>
            {
                writer.StartMessage("Folders");
                writer.End();
            });
    }
}
