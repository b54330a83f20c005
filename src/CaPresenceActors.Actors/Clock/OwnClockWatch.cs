namespace CaPresenceActors.Actors.Clock;

/// <summary>Our own wall clock has jumped against the monotonic one: it was set, or the machine was suspended.</summary>
/// <param name="By">How far; positive: forwards.</param>
/// <param name="To">What the wall clock showed when it was noticed, UTC.</param>
internal readonly record struct OwnClockJump(TimeSpan By, DateTimeOffset To);

/// <summary>
/// Compares this machine's wall clock with its monotonic one. Both run at the same pace (slewing aside), so a difference that comes up between two looks is a jump.
/// </summary>
internal sealed class OwnClockWatch(TimeProvider own)
{
    // Smaller steps are left to the answers of the server: they contradict the bounds, and are believed in time.
    private static readonly TimeSpan SmallestJump = TimeSpan.FromMilliseconds(500);

    // The two are tied together anew so often that a slewed clock never looks like one that jumped.
    private static readonly TimeSpan TieHolds = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(50);

    private Tie _tie = new(own.GetUtcNow(), own.GetTimestamp());

    /// <summary>Whether a reading of the wall clock deserves a <see cref="Look"/>. Takes no lock, and errs on the side of looking.</summary>
    public bool LooksJumped(DateTimeOffset wall)
    {
        var tie = Volatile.Read(ref _tie);
        var elapsed = own.GetElapsedTime(tie.Timestamp);
        return elapsed > TieHolds || (wall - tie.Wall - elapsed).Duration() > SmallestJump;
    }

    /// <summary>Ties the clocks together anew, and says how far the wall clock has jumped meanwhile; null when it has not. One caller at a time.</summary>
    public OwnClockJump? Look()
    {
        var (wall, timestamp) = ReadBoth();
        var tie = _tie;
        var by = wall - tie.Wall - own.GetElapsedTime(tie.Timestamp, timestamp);
        Volatile.Write(ref _tie, new Tie(wall, timestamp));
        return by.Duration() > SmallestJump ? new OwnClockJump(by, wall) : null;
    }

    // A thread may lose the processor between the two readings; then they do not belong together.
    private (DateTimeOffset Wall, long Timestamp) ReadBoth()
    {
        while (true)
        {
            var before = own.GetTimestamp();
            var wall = own.GetUtcNow();
            if (own.GetElapsedTime(before) <= LongestLook)
            {
                return (wall, before);
            }
        }
    }

    private sealed record Tie(DateTimeOffset Wall, long Timestamp);
}
