namespace CaPresenceActors.Actors.Tests.Clock;

/// <summary>A machine's clocks: the wall clock can be set and the machine suspended, apart from the monotonic clock. Timers fire as the monotonic clock passes them.</summary>
internal sealed class SimulatedMachine : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private long _wall = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero).UtcTicks;
    private long _monotonic = 12_345_678;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int Alarms => _alarms.Count;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _wall), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _monotonic);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state), _monotonic + dueTime.Ticks, period.Ticks);
        _alarms.Add(alarm);
        return alarm;
    }

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        var end = _monotonic + time.Ticks;
        while (_alarms.Where(a => a.Due <= end).MinBy(a => a.Due) is { } next)
        {
            Move(Math.Max(0, next.Due - _monotonic));
            next.Fire();
        }

        Move(end - _monotonic);
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Somebody sets the wall clock, or the machine sleeps and its monotonic clock with it.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _wall, by.Ticks);

    private void Move(long ticks)
    {
        Interlocked.Add(ref _wall, ticks);
        Interlocked.Add(ref _monotonic, ticks);
    }

    private sealed class Alarm(SimulatedMachine machine, Action fire, long due, long period) : ITimer
    {
        public long Due { get; private set; } = due;

        public void Fire()
        {
            Due += period;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => machine._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
