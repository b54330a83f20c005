namespace CaPresenceActors.Actors;

/// <summary>An instant that may be missing, in the 8 bytes of its ticks. As <c>DateTimeOffset?</c> it would take 24, and every extension keeps several.</summary>
internal readonly record struct CompactInstant
{
    // 0: missing. Nothing in the engine is as old as that.
    private readonly long _ticks;

    private CompactInstant(long ticks) => _ticks = ticks;

    /// <summary>The instant, UTC; null when it is missing.</summary>
    public DateTimeOffset? Value => _ticks == 0 ? null : new DateTimeOffset(_ticks, TimeSpan.Zero);

    public static implicit operator CompactInstant(DateTimeOffset? instant) => new(instant?.UtcTicks ?? 0);
}
