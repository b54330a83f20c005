using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel;

/// <summary>An actor's timers. A timer that was cancelled or replaced is never heard of again, even if its message was in the mailbox already.</summary>
public readonly struct TimerScheduler
{
    private readonly ActorCell _cell;

    internal TimerScheduler(ActorCell cell) => _cell = cell;

    /// <summary>Sends the message to the actor itself after a delay, in place of an earlier timer with this key.</summary>
    public void StartSingleTimer(object key, object message, TimeSpan delay) => _cell.StartTimer(key, message, delay, null);

    /// <summary>Sends the message again and again: first after a period, and then each period after the last one was taken up.</summary>
    public void StartPeriodicTimer(object key, object message, TimeSpan period) => StartPeriodicTimer(key, message, period, period);

    /// <summary>Sends the message again and again: first after a delay, and then each period after the last one was taken up.</summary>
    public void StartPeriodicTimer(object key, object message, TimeSpan delay, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        _cell.StartTimer(key, message, delay, period);
    }

    /// <summary>Whether a timer with this key waits.</summary>
    public bool IsTimerActive(object key) => _cell.IsTimerActive(key);

    /// <summary>Ends a timer.</summary>
    public void Cancel(object key) => _cell.CancelTimer(key);

    /// <summary>Ends all timers, and the wake-up too.</summary>
    public void CancelAll() => _cell.CancelTimers();

    /// <summary>
    /// Sends <see cref="WakeUp"/> as soon as the wall clock shows this instant or a later one, in place of the instant asked for before. Each actor has one wake-up. When the clock is
    /// stepped, it comes by the new clock.
    /// </summary>
    public void WakeAt(DateTimeOffset instant) => _cell.WakeAt(instant);

    /// <summary>Asks for no wake-up.</summary>
    public void CancelWake() => _cell.CancelWake();
}
