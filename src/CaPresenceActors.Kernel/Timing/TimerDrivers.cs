namespace CaPresenceActors.Kernel.Timing;

/// <summary>Calls <see cref="TimerQueue.FireDue"/> in time.</summary>
internal interface ITimerDriver : IDisposable
{
    /// <summary>Looks at the clock now: a timer was armed that is earlier than all others, or the clock was changed.</summary>
    void LookNow();
}

/// <summary>One thread that does nothing else: the thread pool may be busy when a boundary is due.</summary>
internal sealed class TimerThread : ITimerDriver
{
    private readonly object _gate = new();
    private readonly TimerQueue _queue;
    private bool _look;
    private bool _stopped;

    public TimerThread(TimerQueue queue, string name)
    {
        _queue = queue;
        new Thread(Run) { IsBackground = true, Name = name, Priority = ThreadPriority.AboveNormal }.Start();
    }

    public void LookNow()
    {
        lock (_gate)
        {
            _look = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            var wait = (int)Math.Ceiling(_queue.FireDue().TotalMilliseconds);
            lock (_gate)
            {
                if (!_look && !_stopped)
                {
                    Monitor.Wait(_gate, wait);
                }

                if (_stopped)
                {
                    return;
                }

                _look = false;
            }
        }
    }
}

/// <summary>One timer of the time provider: with a manual clock, actors' timers fire exactly when the test moves it.</summary>
internal sealed class ProvidedTimer : ITimerDriver
{
    private readonly Lock _gate = new();
    private readonly TimerQueue _queue;
    private readonly ITimer _timer;

    public ProvidedTimer(TimerQueue queue, TimeProvider time)
    {
        _queue = queue;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Only the timer's own callback fires, so that no actor is woken on the stack of whoever armed a timer.
    public void LookNow()
    {
        lock (_gate)
        {
            _timer.Change(_queue.NextWait(), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        lock (_gate)
        {
            _timer.Change(_queue.FireDue(), Timeout.InfiniteTimeSpan);
        }
    }
}
