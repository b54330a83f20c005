namespace CaPresenceActors.Presence;

/// <summary>
/// What runs: the winning appointment and the presence it leads to. The pair of the two makes the episode; keyword and times are what is known about it.
/// </summary>
/// <param name="Appointment">The winner.</param>
/// <param name="Presence">The presence that its highest keyword leads to.</param>
/// <param name="Keyword">That keyword, as written in the list.</param>
/// <param name="Position">Where the keyword stands in the list, from 1.</param>
/// <param name="Start">When the appointment starts, UTC.</param>
/// <param name="End">When the appointment is over, UTC.</param>
public sealed record Episode(AppointmentKey Appointment, string Presence, string Keyword, int Position, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether two are one and the same episode; null stands for none.</summary>
    public static bool Same(Episode? left, Episode? right) =>
        left is null ? right is null : right is not null && left.Appointment == right.Appointment && left.Presence == right.Presence;
}

/// <summary>An appointment that matched and lost to the winner.</summary>
/// <param name="Key">The appointment.</param>
/// <param name="Position">Where its highest keyword stands in the list, from 1.</param>
/// <param name="Keyword">That keyword, as written in the list.</param>
/// <param name="Start">When it starts, UTC.</param>
public sealed record Contender(AppointmentKey Key, int Position, string Keyword, DateTimeOffset Start);
