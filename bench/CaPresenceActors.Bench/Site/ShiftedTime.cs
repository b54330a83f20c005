namespace CaPresenceActors.Bench.Site;

/// <summary>Real time, but of another day: it passes as it does, and shows another hour. So one prepared journal serves many processes, each of which begins some seconds before its edges.</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    /// <summary>How far it is ahead of the machine's clock.</summary>
    public TimeSpan Shift => shift;

    /// <summary>A clock that shows an instant now.</summary>
    public static ShiftedTime Showing(DateTimeOffset instant) => new(instant - System.GetUtcNow());

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
