namespace CaPresenceActors.Kernel;

/// <summary>
/// Ends the system in order, once: stop intake (nothing new comes in), drain (what came in is done), flush (snapshots and journal), close (actors stop, files close). The tasks of a
/// phase run together; the next phase begins when they have ended, failed or used up the phase's time.
/// </summary>
public sealed class CoordinatedShutdown
{
    /// <summary>Nothing new comes in: listeners close, polls stop.</summary>
    public const string StopIntake = "stop-intake";

    /// <summary>What came in is done: requests are answered, mailboxes run empty.</summary>
    public const string Drain = "drain";

    /// <summary>Snapshots are taken and the journal is brought to the disk. The kernel's own task does that, after those of others.</summary>
    public const string Flush = "flush";

    /// <summary>All actors stop: the kernel's own task, before those of others. Then what they used is closed.</summary>
    public const string Close = "close";

    private readonly Lock _gate = new();
    private readonly ActorSystem _system;
    private readonly Phase[] _phases = [new(StopIntake), new(Drain), new(Flush), new(Close)];
    private Task? _run;

    internal CoordinatedShutdown(ActorSystem system) => _system = system;

    /// <summary>The phases in order.</summary>
    public static IReadOnlyList<string> Phases { get; } = [StopIntake, Drain, Flush, Close];

    /// <summary>Why the system is ending; null while it is not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Adds a task to a phase that has not begun.</summary>
    /// <param name="phase">One of <see cref="Phases"/>.</param>
    /// <param name="name">Named in the log when it fails or takes too long.</param>
    /// <param name="task">Is told by its token when the phase's time is over.</param>
    public void AddTask(string phase, string name, Func<CancellationToken, Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        lock (_gate)
        {
            var found = Find(phase);
            if (found.Begun)
            {
                throw new InvalidOperationException($"Shutdown task \"{name}\" comes too late: phase {phase} has begun.");
            }

            found.Tasks.Add((name, task));
        }
    }

    /// <summary>How long a phase may take: a second each by default, and ten for the snapshots of a large site, which the next start is spared to read from the journal.</summary>
    public void SetTimeout(string phase, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        lock (_gate)
        {
            Find(phase).Timeout = timeout;
        }
    }

    /// <summary>Runs all phases. Who calls again gets the same run.</summary>
    public Task RunAsync(string reason)
    {
        lock (_gate)
        {
            Reason ??= reason;
            return _run ??= RunPhasesAsync();
        }
    }

    private async Task RunPhasesAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var phase in _phases)
        {
            TimeSpan timeout;
            (string Name, Func<CancellationToken, Task> Task)[] tasks;
            lock (_gate)
            {
                phase.Begun = true;
                timeout = phase.Timeout;
                tasks = [.. phase.Tasks];
            }

            _system.Write(KernelLogLevel.Information, KernelLogEvent.ShutdownPhase, "shutdown", $"Phase {phase.Name} with {tasks.Length} tasks, at most {timeout}. Reason: {Reason}", null);
            using var time = new CancellationTokenSource(timeout, _system.Time);
            if (phase.Name == Close)
            {
                await RunTaskAsync(phase, "actors", _ => _system.Terminate(), time.Token);
            }

            await Task.WhenAll(tasks.Select(task => RunTaskAsync(phase, task.Name, task.Task, time.Token)));
            if (phase.Name == Flush)
            {
                await RunTaskAsync(phase, "journal", FlushAsync, time.Token);
            }
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (_system.Settings.Journal is { } journal)
        {
            await _system.Snapshots.SweepAsync(cancellation);
            await journal.FlushAsync(cancellation);
        }
    }

    private async Task RunTaskAsync(Phase phase, string name, Func<CancellationToken, Task> task, CancellationToken time)
    {
        try
        {
            await task(time).WaitAsync(time);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            _system.Write(KernelLogLevel.Warning, KernelLogEvent.ShutdownTaskTimedOut, "shutdown", $"Task {name} of phase {phase.Name} took longer than {phase.Timeout}. The shutdown goes on without it.", null);
        }
        catch (Exception e)
        {
            _system.Write(KernelLogLevel.Error, KernelLogEvent.ShutdownTaskFailed, "shutdown", $"Task {name} of phase {phase.Name} failed: {e.Message} The shutdown goes on.", e);
        }
    }

    private Phase Find(string name) => Array.Find(_phases, phase => phase.Name == name)
        ?? throw new ArgumentException($"There is no shutdown phase \"{name}\", only {string.Join(", ", Phases)}.", nameof(name));

    private sealed class Phase(string name)
    {
        public string Name => name;

        public bool Begun { get; set; }

        public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(name == Flush ? 10 : 1);

        public List<(string Name, Func<CancellationToken, Task> Task)> Tasks { get; } = [];
    }
}
