namespace CaPresenceActors.Actors.Clock;

/// <summary>
/// This machine's clock plus a correction: the clock that presence is decided on (SEMANTICS §7). Delays are not wall-clock time: timestamps and timers are the
/// underlying provider's own.
/// </summary>
/// <remarks>
/// <para>
/// It never goes backwards, with one exception. When the correction, or our own clock, goes back a little, it stands still until the time has caught up; when
/// either goes back by more than a minute, it goes back at once. Forwards it jumps.
/// </para>
/// <para>
/// Our own clock is compared with the monotonic one whenever somebody reads the time, so a machine that slept, or whose clock was set, is noticed before the
/// first decision on the new time. Reading takes no lock.
/// </para>
/// </remarks>
/// <param name="own">This machine's uncorrected clock.</param>
public sealed class CorrectedTime(TimeProvider own) : TimeProvider
{
    /// <summary>By how much the clock may go back at once instead of waiting.</summary>
    private static readonly TimeSpan WaitsAtMost = TimeSpan.FromMinutes(1);

    private readonly OwnClockWatch _watch = new(own);
    private long _correctionTicks;
    private long _lastTicks = long.MinValue;
    private long _version;
    private bool _changed;

    /// <summary>
    /// The corrected clock has jumped: timers that wait for an instant should be looked at again. Raised on the thread that noticed, never on one that merely reads the time.
    /// </summary>
    public event EventHandler? Changed;

    /// <summary>What is added to our own clock.</summary>
    public TimeSpan Correction => new(Volatile.Read(ref _correctionTicks));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => own.TimestampFrequency;

    /// <summary>Guards what is known of the clocks; whoever changes it holds this.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Asked, under <see cref="Gate"/>, which correction follows from a jump of our own clock; without an answer the correction stays.</summary>
    internal Func<OwnClockJump, TimeSpan>? OwnClockJumped { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            if (IsUnderWay(version))
            {
                lock (Gate)
                {
                    continue;
                }
            }

            var wall = own.GetUtcNow();
            if (_watch.LooksJumped(wall))
            {
                LookAtOwnClock();
                continue;
            }

            var now = wall.UtcTicks + Volatile.Read(ref _correctionTicks);
            var last = Volatile.Read(ref _lastTicks);
            if (version != Volatile.Read(ref _version))
            {
                continue;
            }

            if (now <= last && last - now <= WaitsAtMost.Ticks)
            {
                return new DateTimeOffset(last, TimeSpan.Zero);
            }

            // Whoever sets the clock back writes _lastTicks as well, so an older reading loses the exchange and reads again.
            if (Interlocked.CompareExchange(ref _lastTicks, now, last) == last)
            {
                return new DateTimeOffset(now, TimeSpan.Zero);
            }
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => own.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Notices whether our own clock has jumped since the last look. Does not raise <see cref="Changed"/>.</summary>
    internal void LookAtOwnClock()
    {
        lock (Gate)
        {
            if (_watch.Look() is { } jump)
            {
                _changed = true;
                Set(OwnClockJumped?.Invoke(jump) ?? Correction);
            }
        }
    }

    /// <summary>From now on adds this. The caller holds <see cref="Gate"/>.</summary>
    internal void Correct(TimeSpan correction)
    {
        if (correction != Correction)
        {
            _changed = true;
            Set(correction);
        }
    }

    /// <summary>Tells whoever waits that the clock has jumped, if it has. The caller does not hold <see cref="Gate"/>.</summary>
    internal void RaiseChanged()
    {
        lock (Gate)
        {
            if (!_changed)
            {
                return;
            }

            _changed = false;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    // The version is odd while the correction is being changed: a reading begun before is thrown away, and one begun meanwhile waits.
    private static bool IsUnderWay(long version) => (version & 1) != 0;

    private void Set(TimeSpan correction)
    {
        Interlocked.Increment(ref _version);
        Volatile.Write(ref _correctionTicks, correction.Ticks);
        var now = own.GetUtcNow().UtcTicks + correction.Ticks;
        if (Volatile.Read(ref _lastTicks) - now > WaitsAtMost.Ticks)
        {
            Volatile.Write(ref _lastTicks, now);
        }

        Interlocked.Increment(ref _version);
    }
}
