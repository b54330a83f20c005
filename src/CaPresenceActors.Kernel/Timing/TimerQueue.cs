namespace CaPresenceActors.Kernel.Timing;

/// <summary>
/// All timers of an actor system: those that wait for time to pass, and those that wait for an instant of the wall clock. A driver calls <see cref="FireDue"/>
/// when the earliest is due.
/// </summary>
/// <remarks>Who wakes early is not believed: only what is due by the clock is fired, and the rest goes on waiting.</remarks>
internal sealed class TimerQueue(TimeProvider time)
{
    /// <summary>The longest wait: a clock that was stepped without anybody telling, or a machine that slept, is noticed after so long.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private const int FiredTogether = 256;
    private readonly Lock _gate = new();
    private readonly TimerHeap _passing = new();
    private readonly TimerHeap _wall = new();
    private readonly ITimed[] _due = new ITimed[FiredTogether];

    /// <summary>Called without locks when the earliest moment has become earlier than it was.</summary>
    public Action? Earlier { get; set; }

    /// <summary>Told of a timer that failed to fire.</summary>
    public Action<Exception>? Fault { get; init; }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _passing.Count + _wall.Count;
            }
        }
    }

    /// <summary>Fires after a delay.</summary>
    public void ArmAfter(ITimed owner, TimeSpan delay)
    {
        var ticks = Math.Min(Math.Max(delay.TotalSeconds, 0) * time.TimestampFrequency, long.MaxValue / 4d);
        Arm(_passing, owner, time.GetTimestamp() + (long)Math.Ceiling(ticks));
    }

    /// <summary>Fires when the wall clock shows an instant or a later one.</summary>
    public void ArmAt(ITimed owner, DateTimeOffset instant) => Arm(_wall, owner, instant.UtcTicks);

    /// <summary>Fires no more. A message that it has already sent is not taken back.</summary>
    public void Disarm(ITimed owner)
    {
        lock (_gate)
        {
            (owner.OnWallClock ? _wall : _passing).Disarm(owner);
        }
    }

    /// <summary>Fires all that is due. Only the driver calls this. Returns how long to wait before the next call.</summary>
    public TimeSpan FireDue()
    {
        while (true)
        {
            var count = 0;
            lock (_gate)
            {
                count = Take(_wall, time.GetUtcNow().UtcTicks, count);
                count = Take(_passing, time.GetTimestamp(), count);
                if (count == 0)
                {
                    return Wait();
                }
            }

            for (var i = 0; i < count; i++)
            {
                Fire(_due[i]);
                _due[i] = null!;
            }
        }
    }

    // Whatever is behind one timer, the thread that serves all of them must go on.
    private void Fire(ITimed owner)
    {
        try
        {
            owner.Fire();
        }
        catch (Exception e)
        {
            Fault?.Invoke(e);
        }
    }

    private int Take(TimerHeap heap, long now, int count)
    {
        while (count < FiredTogether && heap.TakeDue(now) is { } owner)
        {
            _due[count++] = owner;
        }

        return count;
    }

    private void Arm(TimerHeap heap, ITimed owner, long due)
    {
        bool earlier;
        lock (_gate)
        {
            earlier = due < heap.Earliest;
            heap.Arm(owner, due);
        }

        if (earlier)
        {
            Earlier?.Invoke();
        }
    }

    /// <summary>How long until the earliest is due.</summary>
    internal TimeSpan NextWait()
    {
        lock (_gate)
        {
            return Wait();
        }
    }

    private TimeSpan Wait()
    {
        var wait = LongestWait;
        if (_wall.Count > 0)
        {
            wait = Shorter(wait, new TimeSpan(Math.Min(_wall.Earliest - time.GetUtcNow().UtcTicks, LongestWait.Ticks)));
        }

        if (_passing.Count > 0)
        {
            var left = (double)(_passing.Earliest - time.GetTimestamp()) / time.TimestampFrequency;
            wait = Shorter(wait, TimeSpan.FromTicks((long)Math.Ceiling(Math.Min(left, LongestWait.TotalSeconds) * TimeSpan.TicksPerSecond)));
        }

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
