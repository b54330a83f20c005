using System.Collections.Frozen;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The property names that the schema knows. Other kinds of items are known by their prefix only.</summary>
internal static class FieldUris
{
    private const string Item = """
        ItemId ParentFolderId ItemClass MimeContent Attachments Subject DateTimeReceived Size Categories HasAttachments
        Importance InReplyTo InternetMessageHeaders IsAssociated IsDraft IsFromMe IsResend IsSubmitted IsUnmodified DateTimeSent
        DateTimeCreated Body ResponseObjects Sensitivity ReminderDueBy ReminderIsSet ReminderNextTime ReminderMinutesBeforeStart
        DisplayTo DisplayCc DisplayBcc Culture EffectiveRights LastModifiedName LastModifiedTime ConversationId UniqueBody Flag
        StoreEntryId InstanceKey NormalizedBody EntityExtractionResult PolicyTag ArchiveTag RetentionDate Preview
        PredictedActionReasons IsClutter RightsManagementLicenseData BlockStatus HasBlockedImages WebClientReadFormQueryString
        WebClientEditFormQueryString TextBody IconIndex MimeContentUTF8 Mentions MentionedMe MentionsPreview MentionsEx Hashtags
        AppliedHashtags AppliedHashtagsPreview Likes LikesPreview PendingSocialActivityTagIds AtAllMention CanDelete
        InferenceClassification FirstBody InternetMessageHeader
        """;

    private const string Calendar = """
        Start End OriginalStart StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId IsAllDayEvent LegacyFreeBusyStatus
        Location EnhancedLocation When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent IsResponseRequested
        CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees Resources ConflictingMeetingCount
        AdjacentMeetingCount ConflictingMeetings AdjacentMeetings InboxReminders Duration TimeZone AppointmentReplyTime
        AppointmentSequenceNumber AppointmentState Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences
        DeletedOccurrences MeetingTimeZone ConferenceType AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl UID
        RecurrenceId DateTimeStamp StartTimeZone EndTimeZone JoinOnlineMeetingUrl OnlineMeetingSettings IsOrganizer
        CalendarActivityData
        """;

    private const string Folder = """
        FolderId ParentFolderId DisplayName UnreadCount TotalCount ChildFolderCount FolderClass SearchParameters
        ManagedFolderInformation PermissionSet EffectiveRights SharingEffectiveRights DistinguishedFolderId PolicyTag ArchiveTag
        ReplicaList
        """;

    private static readonly FrozenSet<string> Known = Names("item:", Item).Concat(Names("calendar:", Calendar)).Concat(Names("folder:", Folder)).ToFrozenSet();

    private static readonly string[] OtherPrefixes =
    [
        "message:", "meeting:", "meetingRequest:", "task:", "contacts:", "postitem:", "conversation:", "distributionlist:", "sharingMessage:", "persona:",
    ];

    public static bool IsKnown(string uri) => Known.Contains(uri) || Array.Exists(OtherPrefixes, prefix => uri.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<string> Names(string prefix, string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(name => prefix + name);
}
