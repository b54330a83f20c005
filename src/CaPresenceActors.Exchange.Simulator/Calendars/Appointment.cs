using System.Collections.Immutable;

namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>What a calendar item shows its owner as. The names are the protocol's.</summary>
public enum FreeBusyStatus
{
    Free,
    Tentative,
    Busy,
    OOF,
    WorkingElsewhere,
    NoData,
}

/// <summary>How confidential a calendar item is. The names are the protocol's.</summary>
public enum Sensitivity
{
    Normal,
    Personal,
    Private,
    Confidential,
}

/// <summary>What the owner of the calendar answered to an invitation. The names are the protocol's.</summary>
public enum ResponseType
{
    /// <summary>A plain appointment, to which nobody was invited.</summary>
    Unknown,
    Organizer,
    Tentative,
    Accept,
    Decline,
    NoResponseReceived,
}

/// <summary>A name and an SMTP address.</summary>
public sealed record MailAddress(string Name, string Address);

/// <summary>Somebody who is invited to a meeting.</summary>
public sealed record Attendee(MailAddress Mailbox, AttendeeKind Kind = AttendeeKind.Required);

/// <summary>In which of the item's lists an attendee stands.</summary>
public enum AttendeeKind
{
    Required,
    Optional,
    Resource,
}

/// <summary>
/// What a calendar item says: one appointment, or a series of them when it recurs. Start and end are instants; <see cref="Zone"/> is
/// the zone in which a series keeps its wall clock and an all-day event has its midnights.
/// </summary>
public sealed record Appointment
{
    public string Subject { get; init; } = "";

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>The time zone's id, Windows or IANA.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The time zone of the end, where it differs.</summary>
    public string? EndZone { get; init; }

    public string? Location { get; init; }

    public bool IsAllDay { get; init; }

    public FreeBusyStatus ShowAs { get; init; } = FreeBusyStatus.Busy;

    public Sensitivity Sensitivity { get; init; }

    public bool IsMeeting { get; init; }

    public bool IsCancelled { get; init; }

    public ResponseType MyResponse { get; init; }

    /// <summary>Who invited; nobody means the owner of the calendar.</summary>
    public MailAddress? Organizer { get; init; }

    public ImmutableArray<Attendee> Attendees { get; init; } = [];

    public ImmutableArray<string> Categories { get; init; } = [];

    public string? Body { get; init; }

    public bool BodyIsHtml { get; init; }

    public string Importance { get; init; } = "Normal";

    public bool ReminderIsSet { get; init; }

    public int ReminderMinutes { get; init; } = 15;

    /// <summary>The iCalendar UID, for meetings that are in several calendars; null makes a new one.</summary>
    public string? Uid { get; init; }

    /// <summary>How the appointment recurs; null for a single one.</summary>
    public Recurrence? Recurrence { get; init; }

    /// <summary>Bits of the protocol: 1 a meeting, 2 received from somebody else, 4 cancelled.</summary>
    internal int State =>
        (IsMeeting ? 1 : 0) + (IsMeeting && MyResponse != ResponseType.Organizer ? 2 : 0) + (IsMeeting && IsCancelled ? 4 : 0);
}
