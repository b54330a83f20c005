namespace CaPresenceActors.Presence;

/// <summary>What becomes of a presence that was set by hand between events when an event is over.</summary>
public enum AfterEvent : byte
{
    /// <summary>The presence returns to the first one of the list (the manual's rule).</summary>
    Default,

    /// <summary>What was set by hand before the event comes back.</summary>
    Previous,
}

/// <summary>The site's choices about which appointments count, and what comes after them (SEMANTICS §1).</summary>
public sealed record PresenceOptions
{
    /// <summary>What comes after an event.</summary>
    public AfterEvent AfterEvent { get; init; }

    /// <summary>Free appointments do not count.</summary>
    public bool IgnoreFree { get; init; }

    /// <summary>Tentative appointments do not count.</summary>
    public bool IgnoreTentative { get; init; }

    /// <summary>Appointments that are worked elsewhere do not count.</summary>
    public bool IgnoreWorkingElsewhere { get; init; }

    /// <summary>All-day appointments do not count.</summary>
    public bool IgnoreAllDay { get; init; }

    /// <summary>Private appointments do not count.</summary>
    public bool IgnorePrivate { get; init; }

    /// <summary>Whether an appointment of this kind counts. Cancelled and declined ones never do.</summary>
    internal bool Counts(FreeBusy freeBusy, MeetingResponse response, bool allDay, bool isPrivate, bool cancelled) =>
        !cancelled
        && response != MeetingResponse.Decline
        && !(IgnoreFree && freeBusy == FreeBusy.Free)
        && !(IgnoreTentative && freeBusy == FreeBusy.Tentative)
        && !(IgnoreWorkingElsewhere && freeBusy == FreeBusy.WorkingElsewhere)
        && !(IgnoreAllDay && allDay)
        && !(IgnorePrivate && isPrivate);
}
