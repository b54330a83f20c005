namespace CaPresenceActors.Exchange.Simulator;

/// <summary>What somebody else may do with a calendar folder, from nothing to everything. Each level includes those before it.</summary>
public enum CalendarAccess
{
    /// <summary>Not even free/busy times.</summary>
    None,

    /// <summary>Free/busy times through GetUserAvailability only. What Exchange gives everybody by default.</summary>
    FreeBusyTimeOnly,

    /// <summary>Times, subjects and locations through GetUserAvailability; items cannot be opened.</summary>
    LimitedDetails,

    /// <summary>Items can be found and read.</summary>
    Reviewer,

    /// <summary>Items can be made, changed and deleted too.</summary>
    Editor,

    /// <summary>Full access to the mailbox.</summary>
    Owner,
}

/// <summary>What one account may do with one mailbox.</summary>
/// <param name="Access">Rights as a delegate.</param>
/// <param name="MayImpersonate">Whether the account may act as the mailbox's owner, who sees everything.</param>
/// <param name="ViewPrivateItems">Whether a delegate sees items marked private.</param>
public sealed record MailboxRights(CalendarAccess Access, bool MayImpersonate = false, bool ViewPrivateItems = false)
{
    /// <summary>Nothing at all.</summary>
    public static MailboxRights None { get; } = new(CalendarAccess.None);

    /// <summary>The application impersonation role, and free/busy times like everybody else.</summary>
    public static MailboxRights Impersonation { get; } = new(CalendarAccess.FreeBusyTimeOnly, MayImpersonate: true);

    /// <summary>A delegate who reads the calendar but not its private items.</summary>
    public static MailboxRights Reviewer { get; } = new(CalendarAccess.Reviewer);

    /// <summary>Full access, private items included.</summary>
    public static MailboxRights Owner { get; } = new(CalendarAccess.Owner, ViewPrivateItems: true);
}
