namespace CaPresenceActors.Exchange.Errors;

/// <summary>What is to be done about a trouble, by this program unless said otherwise.</summary>
internal enum Remedy
{
    /// <summary>Ask again later, at growing distances.</summary>
    AskAgain,

    /// <summary>Leave whoever is charged alone for the time that the server says, or a minute; fewer requests at once.</summary>
    Pause,

    /// <summary>Ask for fewer mailboxes in one request.</summary>
    SmallerBatch,

    /// <summary>Ask for fewer mailboxes in one request; where there is but one, ask for it once more. Then as <see cref="AskAgain"/>.</summary>
    SmallerBatchOnce,

    /// <summary>The server came as far as this mailbox: ask for it and for those after it once more.</summary>
    AskRestAgain,

    /// <summary>Ask for each half of the time by itself.</summary>
    SplitWindow,

    /// <summary>Ask in an earlier version of the protocol, and remember it.</summary>
    LowerVersion,

    /// <summary>Drop the subscription, make a new one without the old watermark, read the calendar whole.</summary>
    Resubscribe,

    /// <summary>The subscription stays; read the calendar whole.</summary>
    ReadWhole,

    /// <summary>End this stream quietly: another one has taken over.</summary>
    EndStream,

    /// <summary>Begin the synchronisation anew.</summary>
    Resynchronise,

    /// <summary>Read this mailbox on a schedule instead of by notifications.</summary>
    Poll,

    /// <summary>The mailbox is elsewhere, or will be: forget which back end it had, make its subscription anew, look again in minutes.</summary>
    FindServer,

    /// <summary>Look again slowly: somebody has to change something about this mailbox first.</summary>
    LookSlowly,

    /// <summary>For the administrator: the account or its rights are set up wrong, for every mailbox.</summary>
    AskAdministrator,

    /// <summary>A mistake in this program: not to be sent again as it is.</summary>
    Report,
}
