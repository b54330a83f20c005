namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>The real clock. Journeys run in real time; appointments are short instead.</summary>
internal static class Clock
{
    /// <summary>Now, to the second: Exchange keeps no finer times.</summary>
    public static DateTimeOffset Now
    {
        get
        {
            var now = TimeProvider.System.GetUtcNow();
            return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        }
    }

    /// <summary>Now, to the tick.</summary>
    public static DateTimeOffset Precise => TimeProvider.System.GetUtcNow();

    /// <summary>Ends when the clock shows an instant: here the passing of time is itself what a test waits for.</summary>
    public static async Task ReachesAsync(DateTimeOffset instant)
    {
        while (instant - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } left)
        {
            await Task.Delay(left, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
