namespace CaPresenceActors.Kernel.Supervision;

/// <summary>How often a child has failed lately. Only its supervisor touches it.</summary>
internal struct RestartCount
{
    private int _inWindow;
    private int _inRow;
    private long _windowStart;
    private long _last;

    /// <summary>Counts one more failure. False when the strategy allows no further restart; else how long to wait before it.</summary>
    public bool Allows(SupervisorStrategy strategy, Exception cause, ActorSystem system, out TimeSpan delay)
    {
        var time = system.Time;
        var now = time.GetTimestamp();
        if (_inWindow == 0 || (strategy.Within is { } within && time.GetElapsedTime(_windowStart, now) > within))
        {
            _windowStart = now;
            _inWindow = 0;
        }

        _inWindow++;
        var backoff = strategy.BackoffAfter(cause);
        _inRow = _inRow > 0 && backoff is not null && time.GetElapsedTime(_last, now) > backoff.ResetAfter ? 1 : _inRow + 1;
        _last = now;
        delay = backoff?.DelayBefore(_inRow, system.NextRandom()) ?? TimeSpan.Zero;
        return strategy.MaxRetries < 0 || _inWindow <= strategy.MaxRetries;
    }
}
