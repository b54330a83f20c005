namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The folders that every simulated mailbox has. Only the calendar has items.</summary>
internal enum FolderKind : byte
{
    Root = 1,
    MessageRoot,
    Inbox,
    Calendar,
    DeletedItems,
    SentItems,
    Drafts,
}

/// <summary>What a folder is called and where it is.</summary>
internal sealed record FolderDescription(FolderKind Kind, string DistinguishedId, string DisplayName, string? Class, FolderKind? Parent)
{
    public static IReadOnlyList<FolderDescription> All { get; } =
    [
        new(FolderKind.Root, "root", "Root", null, null),
        new(FolderKind.MessageRoot, "msgfolderroot", "Top of Information Store", null, FolderKind.Root),
        new(FolderKind.Inbox, "inbox", "Inbox", "IPF.Note", FolderKind.MessageRoot),
        new(FolderKind.Calendar, "calendar", "Calendar", "IPF.Appointment", FolderKind.MessageRoot),
        new(FolderKind.DeletedItems, "deleteditems", "Deleted Items", "IPF.Note", FolderKind.MessageRoot),
        new(FolderKind.SentItems, "sentitems", "Sent Items", "IPF.Note", FolderKind.MessageRoot),
        new(FolderKind.Drafts, "drafts", "Drafts", "IPF.Note", FolderKind.MessageRoot),
    ];

    public static FolderDescription Of(FolderKind kind) => All.First(f => f.Kind == kind);

    public static FolderDescription? Named(string distinguishedId) => All.FirstOrDefault(f => f.DistinguishedId == distinguishedId);

    public IEnumerable<FolderDescription> Children(bool deep) =>
        All.Where(f => f.Parent == Kind).SelectMany(f => deep ? f.Children(true).Prepend(f) : [f]);
}
