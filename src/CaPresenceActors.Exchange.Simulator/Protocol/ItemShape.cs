namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The properties of calendar items that the simulator has, in the order of the schema.</summary>
internal enum ItemField
{
    ParentFolderId,
    ItemClass,
    Subject,
    Sensitivity,
    Body,
    DateTimeReceived,
    Size,
    Categories,
    Importance,
    IsSubmitted,
    IsDraft,
    IsFromMe,
    IsResend,
    IsUnmodified,
    DateTimeSent,
    DateTimeCreated,
    ReminderDueBy,
    ReminderIsSet,
    ReminderMinutesBeforeStart,
    HasAttachments,
    Culture,
    EffectiveRights,
    LastModifiedName,
    LastModifiedTime,
    IsAssociated,
    Uid,
    RecurrenceId,
    DateTimeStamp,
    Start,
    End,
    OriginalStart,
    IsAllDayEvent,
    LegacyFreeBusyStatus,
    Location,
    When,
    IsMeeting,
    IsCancelled,
    IsRecurring,
    MeetingRequestWasSent,
    IsResponseRequested,
    CalendarItemType,
    MyResponseType,
    Organizer,
    RequiredAttendees,
    OptionalAttendees,
    Resources,
    Duration,
    TimeZone,
    AppointmentSequenceNumber,
    AppointmentState,
    Recurrence,
    FirstOccurrence,
    LastOccurrence,
    ModifiedOccurrences,
    DeletedOccurrences,
    StartTimeZone,
    EndTimeZone,
    StartWallClock,
    EndWallClock,
    StartTimeZoneId,
    EndTimeZoneId,
    IntendedFreeBusyStatus,
    IsOrganizer,
}

/// <summary>Which properties an answer shows.</summary>
internal readonly record struct ItemShape(ulong Fields)
{
    private static readonly Dictionary<string, ItemField> ByUri = Enum.GetValues<ItemField>().ToDictionary(field => (field < ItemField.Uid ? "item:" : "calendar:") + UriName(field));

    // What needs the whole item is told by GetItem only.
    private static readonly ulong NotInFindItem = Mask(
        ItemField.Body, ItemField.RequiredAttendees, ItemField.OptionalAttendees, ItemField.Resources, ItemField.Recurrence, ItemField.FirstOccurrence,
        ItemField.LastOccurrence, ItemField.ModifiedOccurrences, ItemField.DeletedOccurrences);

    private static readonly ulong Since2013 = Mask(
        ItemField.StartWallClock, ItemField.EndWallClock, ItemField.StartTimeZoneId, ItemField.EndTimeZoneId, ItemField.IntendedFreeBusyStatus, ItemField.IsOrganizer);

    private static readonly ulong Default = Mask(
        ItemField.Subject, ItemField.HasAttachments, ItemField.IsAssociated, ItemField.Start, ItemField.End, ItemField.LegacyFreeBusyStatus, ItemField.Location,
        ItemField.CalendarItemType, ItemField.Organizer, ItemField.Recurrence, ItemField.FirstOccurrence, ItemField.LastOccurrence,
        ItemField.ModifiedOccurrences, ItemField.DeletedOccurrences, ItemField.RequiredAttendees, ItemField.OptionalAttendees, ItemField.Resources, ItemField.Body);

    public static ItemShape IdOnly => default;

    /// <summary>Reads an ItemShape. Properties that the simulator does not have are left out of the answer, as empty ones are.</summary>
    public static ItemShape Read(EwsElement shape, SchemaVersion version, bool isFind)
    {
        var fields = shape.Required("BaseShape").Text switch
        {
            "IdOnly" => 0UL,
            "Default" => Default,
            _ => ulong.MaxValue,
        };

        foreach (var path in shape.Child("AdditionalProperties")?.Children ?? [])
        {
            if (path.Name == "FieldURI" && ByUri.TryGetValue(path.RequiredAttribute("FieldURI"), out var field))
            {
                fields |= Mask(field);
            }
        }

        fields &= isFind ? ~NotInFindItem : ulong.MaxValue;
        return new ItemShape(version.Is2013 ? fields : fields & ~Since2013);
    }

    public bool Has(ItemField field) => (Fields & (1UL << (int)field)) != 0;

    private static string UriName(ItemField field) => field == ItemField.Uid ? "UID" : field.ToString();

    private static ulong Mask(params ReadOnlySpan<ItemField> fields)
    {
        var mask = 0UL;
        foreach (var field in fields)
        {
            mask |= 1UL << (int)field;
        }

        return mask;
    }
}
