namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>A clock that stands still until it is moved. Timers that are due fire during <see cref="Advance"/>.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Armed)> _waiting = [];
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when a timer is armed that is due after exactly this time.</summary>
    public Task WhenArmed(TimeSpan due)
    {
        lock (_gate)
        {
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_timers.Exists(timer => timer.Due == _now + due))
            {
                armed.SetResult();
            }

            _waiting.Add((due, armed));
            return armed.Task;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = _timers.FindAll(timer => timer.Due <= _now);
            due.ForEach(timer => timer.Fired(_now));
        }

        due.ForEach(timer => timer.Run());
    }

    /// <summary>Moves the clock at every timer of this length until something has happened.</summary>
    public async Task UntilNobodyWaits(TimeSpan due, Func<Task> happened)
    {
        var done = happened();
        do
        {
            var armed = WhenArmed(due);
            Advance(due);
            _ = await Task.WhenAny(done, armed);
        }
        while (!done.IsCompleted);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                    time._waiting.FindAll(w => w.Due == dueTime).ForEach(w => w.Armed.TrySetResult());
                }
            }

            return true;
        }

        public void Fired(DateTimeOffset now)
        {
            if (_period > TimeSpan.Zero)
            {
                Due = now + _period;
            }
            else
            {
                time._timers.Remove(this);
            }
        }

        public void Run() => callback(state);

        public void Dispose()
        {
            lock (time._gate)
            {
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
