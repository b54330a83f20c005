namespace CaPresenceActors.TestKit;

/// <summary>
/// A clock that moves only when the test says so. <see cref="Advance"/> stops at every timer that becomes due, fires it at exactly its instant, and lets everything settle (<see cref="Settle"/>)
/// before it goes on, so that a long jump plays out as real time would.
/// </summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _utcNow = start;
    private long _timestamp;
    private long _armings;

    /// <summary>Monday the second of November 2026, 08:00 UTC.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Called after each step of <see cref="Advance"/>, for example to run actors until they are idle.</summary>
    public Action? Settle { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _utcNow;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _timestamp;
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var end = GetTimestamp() + time.Ticks;
        Settle?.Invoke();
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
            Settle?.Invoke();
        }

        lock (_gate)
        {
            MoveTo(end);
        }

        Settle?.Invoke();
    }

    /// <summary>Lets time pass until the wall clock shows an instant.</summary>
    public void AdvanceTo(DateTimeOffset instant) => Advance(instant - GetUtcNow());

    /// <summary>Steps the wall clock, as an administrator or a time server does: no time passes, and no timer fires.</summary>
    public void SetUtcNow(DateTimeOffset instant)
    {
        lock (_gate)
        {
            _utcNow = instant;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(long end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).OrderBy(static timer => timer.Due).ThenBy(static timer => timer.Arming).FirstOrDefault();
            if (next is not null)
            {
                MoveTo(Math.Max(next.Due, _timestamp));
                next.Rearm();
            }

            return next;
        }
    }

    private void MoveTo(long timestamp)
    {
        _utcNow += TimeSpan.FromTicks(timestamp - _timestamp);
        _timestamp = timestamp;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        // Timers that are due together fire in the order in which they were armed.
        public long Arming { get; private set; }

        public void Fire() => callback(state);

        public void Rearm() => Due = _period > TimeSpan.Zero ? Due + _period.Ticks : long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._timestamp + dueTime.Ticks;
                Arming = ++time._armings;
                _period = period;
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                Due = long.MaxValue;
                _period = TimeSpan.Zero;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
