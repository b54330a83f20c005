using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Writes folders in the shape that was asked for.</summary>
internal sealed class FolderWriter(EwsElement shape, SchemaVersion version)
{
    private readonly string _base = shape.Required("BaseShape").Text;

    public void Write(EwsWriter writer, FolderTarget target)
    {
        var (mailbox, folder, rights) = target;
        writer.StartType(folder.Kind == FolderKind.Calendar ? "CalendarFolder" : "Folder");
        writer.Id("FolderId", EwsIds.Write(mailbox, folder.Kind), EwsIds.FolderChangeKey(folder.Kind, mailbox));
        if (folder.Parent is { } parent && Shows("folder:ParentFolderId", inDefault: false))
        {
            writer.Id("ParentFolderId", EwsIds.Write(mailbox, parent), EwsIds.FolderChangeKey(parent, mailbox));
        }

        if (folder.Class is not null && Shows("folder:FolderClass", inDefault: false))
        {
            writer.Type("FolderClass", folder.Class);
        }

        if (Shows("folder:DisplayName", inDefault: true))
        {
            writer.Type("DisplayName", folder.DisplayName);
        }

        if (Shows("folder:TotalCount", inDefault: true))
        {
            writer.Type("TotalCount", folder.Kind == FolderKind.Calendar ? mailbox.Calendar.Count : 0);
        }

        if (Shows("folder:ChildFolderCount", inDefault: true))
        {
            writer.Type("ChildFolderCount", folder.Children(deep: false).Count());
        }

        WriteExtendedProperties(writer, target);
        if (Shows("folder:EffectiveRights", inDefault: false))
        {
            EffectiveRightsXml.Write(writer, rights, version);
        }

        if (version.Is2013 && Shows("folder:DistinguishedFolderId", inDefault: false))
        {
            writer.Type("DistinguishedFolderId", folder.DistinguishedId);
        }

        WriteKindSpecific(writer, target);
        writer.End();
    }

    private void WriteKindSpecific(EwsWriter writer, FolderTarget target)
    {
        if (target.Folder.Kind != FolderKind.Calendar)
        {
            if (Shows("folder:UnreadCount", inDefault: true))
            {
                writer.Type("UnreadCount", 0);
            }
        }
        else if (Shows("folder:SharingEffectiveRights", inDefault: false))
        {
            writer.Type("SharingEffectiveRights", target.Rights.Access switch
            {
                CalendarAccess.None => "None",
                CalendarAccess.FreeBusyTimeOnly => "TimeOnly",
                CalendarAccess.LimitedDetails => "TimeAndSubjectAndLocation",
                _ => "FullDetails",
            });
        }
    }

    // The two properties that Microsoft recommends as a cheap sign of change: the last commit, and how much was ever deleted.
    private void WriteExtendedProperties(EwsWriter writer, FolderTarget target)
    {
        foreach (var path in Paths().Where(p => p.Name == "ExtendedFieldURI"))
        {
            var calendar = target.Mailbox.Calendar;
            var value = (path.Attribute("PropertyTag"), path.Attribute("PropertyType"), target.Folder.Kind) switch
            {
                ("0x670a" or "0x670A", "SystemTime", FolderKind.Calendar) => calendar.LastCommit.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
                ("0x670b" or "0x670B", "Integer", FolderKind.Calendar) => calendar.DeletedCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => null,
            };

            if (value is null)
            {
                continue;
            }

            writer.StartType("ExtendedProperty");
            writer.StartType("ExtendedFieldURI");
            writer.Attribute("PropertyTag", path.RequiredAttribute("PropertyTag"));
            writer.Attribute("PropertyType", path.RequiredAttribute("PropertyType"));
            writer.End();
            writer.Type("Value", value);
            writer.End();
        }
    }

    private bool Shows(string uri, bool inDefault) =>
        _base == "AllProperties" || (inDefault && _base == "Default") || Paths().Any(p => p.Attribute("FieldURI") == uri);

    private IReadOnlyList<EwsElement> Paths() => shape.Child("AdditionalProperties")?.Children ?? [];
}
