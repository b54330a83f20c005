namespace CaPresenceActors.Kernel.Supervision;

/// <summary>How long a failed actor waits before it is made anew: <see cref="First"/>, then twice as long at each failure, up to <see cref="Max"/>. Its mailbox is held meanwhile.</summary>
public sealed record RestartBackoff
{
    /// <summary>The wait after the first failure.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Each wait is longer by a random part, up to this fraction of it, so that many do not come back at one instant.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Who has run for so long without a failure starts again with <see cref="First"/>.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before restart number <paramref name="restart"/> (the first is 1).</summary>
    /// <param name="restart">How often it has failed in a row.</param>
    /// <param name="random">From 0 up to, not including, 1.</param>
    public TimeSpan DelayBefore(int restart, double random)
    {
        var doubled = First.TotalMilliseconds * Math.Pow(2, Math.Clamp(restart - 1, 0, 40));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, Max.TotalMilliseconds) * (1 + (Jitter * random)));
    }
}
