namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>A clock that another one drives and that is off by as much as it is told. Timers and elapsed times are not touched by that.</summary>
internal sealed class ShiftedTime(TimeProvider time) : TimeProvider
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
