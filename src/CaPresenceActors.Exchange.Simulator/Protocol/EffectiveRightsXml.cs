namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>What the caller may do with a folder or an item.</summary>
internal static class EffectiveRightsXml
{
    public static void Write(EwsWriter writer, MailboxRights rights, SchemaVersion version)
    {
        var mayWrite = rights.Access >= CalendarAccess.Editor;
        writer.StartType("EffectiveRights");
        writer.Type("CreateAssociated", mayWrite);
        writer.Type("CreateContents", mayWrite);
        writer.Type("CreateHierarchy", rights.Access == CalendarAccess.Owner);
        writer.Type("Delete", mayWrite);
        writer.Type("Modify", mayWrite);
        writer.Type("Read", rights.Access >= CalendarAccess.Reviewer);
        if (version.Is2013)
        {
            writer.Type("ViewPrivateItems", rights.ViewPrivateItems);
        }

        writer.End();
    }
}
