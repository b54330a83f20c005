using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Lists the folders below a folder. Restrictions are not looked at: there are few folders.</summary>
internal sealed class FindFolder() : EwsOperation("FindFolder")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var folders = new FolderWriter(call.Operation.Required("FolderShape"), call.Version);
        var isDeep = call.Operation.RequiredAttribute("Traversal") == "Deep";
        WriteMessages(
            writer,
            call.Operation.Required("ParentFolderIds").Children,
            call.Folder,
            target =>
            {
                var children = target.Folder.Children(isDeep).ToList();
                writer.StartMessage("RootFolder");
                if (call.Operation.Child("IndexedPageFolderView") is not null)
                {
                    writer.Attribute("IndexedPagingOffset", children.Count);
                }

                writer.Attribute("TotalItemsInView", children.Count);
                writer.Attribute("IncludesLastItemInRange", true);
                writer.StartType("Folders");
                foreach (var child in children)
                {
                    folders.Write(writer, target with { Folder = child });
                }

                writer.End();
                writer.End();
            });
    }
}
