using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Control;

/// <summary>An appointment to be made.</summary>
internal sealed record NewAppointment
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public string? Subject { get; init; }

    public string? Location { get; init; }

    public bool? IsAllDay { get; init; }

    public FreeBusyStatus? ShowAs { get; init; }

    public Sensitivity? Sensitivity { get; init; }

    /// <summary>The time zone, Windows or IANA; that of the mailbox when not given.</summary>
    public string? Zone { get; init; }
}

/// <summary>What is to be different with an appointment; what is not given stays.</summary>
internal sealed record AppointmentChange
{
    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public string? Subject { get; init; }

    public string? Location { get; init; }

    public FreeBusyStatus? ShowAs { get; init; }

    public Sensitivity? Sensitivity { get; init; }

    public Appointment ApplyTo(Appointment before) => before with
    {
        Start = Start ?? before.Start,
        End = End ?? before.End,
        Subject = Subject ?? before.Subject,
        Location = Location ?? before.Location,
        ShowAs = ShowAs ?? before.ShowAs,
        Sensitivity = Sensitivity ?? before.Sensitivity,
    };
}

/// <summary>What of the server is to be different; what is not given stays.</summary>
internal sealed record ServerChange
{
    public double? ClockOffsetSeconds { get; init; }

    public bool? KeepsLimits { get; init; }

    public bool? Offline { get; init; }
}

/// <summary>Which back end is to restart, from 0; all without one.</summary>
internal sealed record Restart
{
    public int? BackEnd { get; init; }
}

/// <summary>What the next certificate is to be like.</summary>
internal sealed record NewCertificate
{
    public bool? Expired { get; init; }
}
