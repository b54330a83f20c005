namespace CaPresenceActors.Exchange.Simulator;

/// <summary>The limits of Exchange's default throttling policy and of its operations.</summary>
public sealed record SimulatorLimits
{
    /// <summary>EWSMaxConcurrency: requests at one time in one budget. Impersonation charges the impersonated mailbox, everything else the account.</summary>
    public int Concurrency { get; init; } = 27;

    /// <summary>EWSFindCountLimit: items that one FindItem may return.</summary>
    public int FindCount { get; init; } = 1000;

    /// <summary>Mailboxes of other people that one FindItem may open.</summary>
    public int DelegateMailboxes { get; init; } = 16;

    /// <summary>Longest CalendarView, in years.</summary>
    public int CalendarViewYears { get; init; } = 2;

    /// <summary>Mailboxes in one GetUserAvailability.</summary>
    public int AvailabilityMailboxes { get; init; } = 100;

    /// <summary>Longest window of GetUserAvailability, in days.</summary>
    public int AvailabilityDays { get; init; } = 62;

    /// <summary>Changes in one answer of SyncFolderItems.</summary>
    public int SyncChanges { get; init; } = 512;

    /// <summary>EWSMaxSubscriptions: subscriptions in one budget.</summary>
    public int Subscriptions { get; init; } = 5000;

    /// <summary>HangingConnectionLimit: streams that one account, or one impersonated mailbox, may hold open. 3 in Exchange 2013, 10 since 2016.</summary>
    public int HangingConnections { get; init; } = 10;

    /// <summary>Subscriptions that one stream may read.</summary>
    public int SubscriptionIds { get; init; } = 200;

    /// <summary>Events in one envelope of a stream, or in one answer of GetEvents.</summary>
    public int EventsPerAnswer { get; init; } = 50;

    /// <summary>Largest request body, in bytes.</summary>
    public int RequestBytes { get; init; } = 4 * 1024 * 1024;
}
