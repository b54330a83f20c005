using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>How reading the calendar of one extension goes. Only of extensions whose calendar drives their presence.</summary>
/// <param name="Extension">Whose.</param>
/// <param name="Account">The mailbox.</param>
/// <param name="State">In one word.</param>
/// <param name="Reason">Why it is not <see cref="MailboxState.Reading"/>, in a sentence for the administrator; null when there is nothing to say.</param>
/// <param name="LastGoodRead">When the calendar was last known to be as it is kept, UTC: read, or followed without news. Null when never.</param>
/// <param name="StaleSince">Since when it has not been known although it should be, UTC (SEMANTICS §7); null while it is fresh.</param>
/// <param name="NextTry">When it is tried again, UTC; null when it is read by its turn, or waits for other settings.</param>
/// <param name="Followed">Whether the server tells of its changes; otherwise it is polled.</param>
public sealed record MailboxHealth(
    string Extension, string Account, MailboxState State, string? Reason, DateTimeOffset? LastGoodRead, DateTimeOffset? StaleSince, DateTimeOffset? NextTry, bool Followed)
{
    /// <summary>The state that a failed read leads to.</summary>
    public static MailboxState StateAfter(ReadFailure failure) => failure switch
    {
        ReadFailure.AccessDenied => MailboxState.NoAccess,
        ReadFailure.UnknownMailbox => MailboxState.UnknownMailbox,
        ReadFailure.MailboxBroken or ReadFailure.RequestRefused => MailboxState.Broken,
        ReadFailure.MailboxMoving => MailboxState.Moving,
        ReadFailure.Throttled => MailboxState.Throttled,
        _ => MailboxState.ServerTrouble,
    };
}

/// <summary>How reading a calendar goes, in one word.</summary>
public enum MailboxState
{
    /// <summary>It is read, or followed, as it should be.</summary>
    Reading,

    /// <summary>It waits to be read for the first time.</summary>
    Waiting,

    /// <summary>It has not been read for three intervals, and no trouble of its own is known: the server is away, or too much is asked of it.</summary>
    Stale,

    /// <summary>The account may not read it.</summary>
    NoAccess,

    /// <summary>There is no such mailbox.</summary>
    UnknownMailbox,

    /// <summary>The mailbox is there but has no usable calendar.</summary>
    Broken,

    /// <summary>The server asked to be left alone for it.</summary>
    Throttled,

    /// <summary>It is being moved to another server.</summary>
    Moving,

    /// <summary>The last try met trouble of the server, or of the way there.</summary>
    ServerTrouble,
}
