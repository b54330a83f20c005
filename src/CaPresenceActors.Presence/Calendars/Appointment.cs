namespace CaPresenceActors.Presence;

/// <summary>How an appointment shows its owner's time, in Exchange's words.</summary>
public enum FreeBusy : byte
{
    /// <summary>Free.</summary>
    Free,

    /// <summary>Tentative.</summary>
    Tentative,

    /// <summary>Busy; what an appointment shows when nothing else is said.</summary>
    Busy,

    /// <summary>Out of office.</summary>
    Oof,

    /// <summary>Working elsewhere (Exchange 2013 and later).</summary>
    WorkingElsewhere,

    /// <summary>Exchange does not say.</summary>
    NoData,
}

/// <summary>What the owner of the calendar answered to a meeting request.</summary>
public enum MeetingResponse : byte
{
    /// <summary>A plain appointment, or Exchange does not say.</summary>
    Unknown,

    /// <summary>The owner called the meeting.</summary>
    Organizer,

    /// <summary>Perhaps.</summary>
    Tentative,

    /// <summary>Yes.</summary>
    Accept,

    /// <summary>No: the appointment never counts.</summary>
    Decline,

    /// <summary>Not yet answered.</summary>
    NoResponse,
}

/// <summary>
/// One entry of a calendar. It covers its start but not its end (SEMANTICS §2), so appointments that meet never overlap, and one without length never covers anything.
/// </summary>
public sealed record Appointment
{
    /// <summary>The stable name of the occurrence, unique in a calendar.</summary>
    public required AppointmentKey Key { get; init; }

    /// <summary>The text that keywords are looked for in. It never leaves the calendar, except to the person whose calendar it is.</summary>
    public required string Subject { get; init; }

    /// <summary>When it starts, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it is over, UTC. Not before <see cref="Start"/>.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>How it shows its owner's time.</summary>
    public FreeBusy FreeBusy { get; init; } = FreeBusy.Busy;

    /// <summary>What the owner answered.</summary>
    public MeetingResponse Response { get; init; } = MeetingResponse.Unknown;

    /// <summary>Whether it is an all-day appointment.</summary>
    public bool AllDay { get; init; }

    /// <summary>Whether it is private.</summary>
    public bool Private { get; init; }

    /// <summary>Whether it was cancelled: then it never counts.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Whether it is on at an instant.</summary>
    public bool Covers(DateTimeOffset instant) => Start <= instant && instant < End;

    /// <summary>Everything but the subject, so that no log or error text can leak it.</summary>
    public override string ToString() => $"Appointment {Key} {Start:O} to {End:O}";
}
