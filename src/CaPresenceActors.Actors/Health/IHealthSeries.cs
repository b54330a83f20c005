namespace CaPresenceActors.Actors.Health;

/// <summary>What happened minute by minute, kept in memory for a day.</summary>
public interface IHealthSeries
{
    /// <summary>The last minutes, oldest first; the last of them is the one that runs. Fewer when the process is younger.</summary>
    IReadOnlyList<MinutePoint> Last(int minutes);
}

/// <summary>A minute.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="Reads">Calendars that were read.</param>
/// <param name="FailedReads">Calendars that could not be read.</param>
/// <param name="Changes">Presence changes that were published.</param>
/// <param name="Lateness">How late changes at an instant that was known before were published; null when there were none.</param>
public sealed record MinutePoint(DateTimeOffset At, int Reads, int FailedReads, int Changes, Lateness? Lateness);

/// <summary>How late edges were published.</summary>
/// <param name="P50">Half of them were not later; exact to 3 %.</param>
/// <param name="P99">Of a hundred, 99 were not later; exact to 3 %.</param>
/// <param name="Max">The latest.</param>
public sealed record Lateness(TimeSpan P50, TimeSpan P99, TimeSpan Max);
