using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>An answer in which every part of a request fails alike, and nothing was done.</summary>
internal static class ItemErrors
{
    private static readonly string[] Lists = ["ParentFolderIds", "FolderIds", "ItemIds", "Items", "ItemChanges", "SourceIds"];

    public static void Write(EwsWriter writer, EwsElement operation, EwsErrorException error)
    {
        if (operation.Name == "GetUserAvailabilityRequest")
        {
            WriteAvailability(writer, operation, error);
            return;
        }

        var parts = Lists.Select(operation.Child).FirstOrDefault(list => list is not null)?.Children.Count ?? 1;
        writer.StartMessage(operation.Name + "Response");
        writer.StartMessage("ResponseMessages");
        for (var i = 0; i < parts; i++)
        {
            writer.StartMessage(operation.Name + "ResponseMessage");
            EwsOperation.WriteError(writer, error);
            WriteEmptyResult(writer, operation.Name);
            writer.End();
        }

        writer.End();
        writer.End();
    }

    private static void WriteAvailability(EwsWriter writer, EwsElement operation, EwsErrorException error)
    {
        writer.StartMessage("GetUserAvailabilityResponse");
        writer.StartMessage("FreeBusyResponseArray");
        for (var i = 0; i < operation.Child("MailboxDataArray")?.Children.Count; i++)
        {
            writer.StartMessage("FreeBusyResponse");
            writer.StartMessage("ResponseMessage");
            EwsOperation.WriteError(writer, error);
            writer.End();
            writer.End();
        }

        writer.End();
        writer.End();
    }

    private static void WriteEmptyResult(EwsWriter writer, string operation)
    {
        if (operation is "GetItem" or "CreateItem" or "UpdateItem")
        {
            EwsOperation.WriteNoItems(writer);
        }
        else if (operation is "GetFolder")
        {
            writer.StartMessage("Folders");
            writer.End();
        }
    }
}
