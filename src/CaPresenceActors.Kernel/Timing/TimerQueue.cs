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

    // When the driver will look by itself, by the clock that cannot be stepped. Before it has first looked: never.
    private long _looksAt = long.MaxValue;

    /// <summary>Called without locks when something was armed that is due before the driver looks by itself.</summary>
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
        var due = time.GetTimestamp() + (long)Math.Ceiling(ticks);
        bool earlier;
        lock (_gate)
        {
            // Timeouts come and go, mostly without firing: the driver, once told of one, is not woken again for those that are due later.
            earlier = due < _passing.Earliest && due < _looksAt;
            _passing.Arm(owner, due);
        }

        Tell(earlier);
    }

    /// <summary>Fires when the wall clock shows an instant or a later one.</summary>
    public void ArmAt(ITimed owner, DateTimeOffset instant)
    {
        var due = instant.UtcTicks;
        bool earlier;
        lock (_gate)
        {
            earlier = due < _wall.Earliest;
            _wall.Arm(owner, due);
        }

        Tell(earlier);
    }

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

    private void Tell(bool earlier)
    {
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
        var now = time.GetTimestamp();
        if (_wall.Count > 0)
        {
            wait = Shorter(wait, new TimeSpan(Math.Min(_wall.Earliest - time.GetUtcNow().UtcTicks, LongestWait.Ticks)));
        }

        if (_passing.Count > 0)
        {
            var left = (double)(_passing.Earliest - now) / time.TimestampFrequency;
            wait = Shorter(wait, TimeSpan.FromTicks((long)Math.Ceiling(Math.Min(left, LongestWait.TotalSeconds) * TimeSpan.TicksPerSecond)));
        }

        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        _looksAt = now + (long)(wait.TotalSeconds * time.TimestampFrequency);
        return wait;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
