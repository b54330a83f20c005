using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>
/// Keeps recovery short: asks every persistent actor that had events since its snapshot for a new one, and when all are on the disk, tells the journal that everything up to the head at
/// the sweep's beginning need not be read again.
/// </summary>
/// <remarks>
/// <para>Actors list themselves before they append, so a sweep asks only those, and does nothing at all when nothing was appended since the last one.</para>
/// <para>The journal is told only when it is certain that no event is left out: the system has read the whole journal (<see cref="BulkRecovery"/>) or began with an empty one, and nobody who cannot
/// give a snapshot (it stopped without one, it cannot be recovered, nobody has started it) has events before that position.</para>
/// </remarks>
public sealed class SnapshotSweep
{
    private readonly Lock _gate = new();
    private readonly ActorSystem _system;
    private readonly Dictionary<string, long> _blocked = [];
    private readonly HashSet<string> _recoveredAlone = [];
    private HashSet<ActorCell> _changed = [];
    private Task _running = Task.CompletedTask;
    private SweepRun? _run;
    private bool _knowsAll;
    private long _sweptHead = -1;
    private long _nextSweepAt;

    internal SnapshotSweep(ActorSystem system)
    {
        _system = system;
        var head = system.Settings.Journal?.Head ?? 0;
        _knowsAll = head == 0;
        Schedule(head);
    }

    /// <summary>How many persistent actors have had events since their snapshot.</summary>
    public int ChangedActors
    {
        get
        {
            lock (_gate)
            {
                return _changed.Count;
            }
        }
    }

    /// <summary>Who keeps the journal from being covered, and up to which position it may be.</summary>
    public IReadOnlyDictionary<string, long> Blocked
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, long>(_blocked);
            }
        }
    }

    /// <summary>Takes the snapshots that are due now. Ends when all are on the disk and the journal knows. A sweep that runs already is waited for first, and hurries.</summary>
    /// <param name="cancellation">Ends the waiting, not the sweep: two at a time could not know of each other's actors.</param>
    public Task SweepAsync(CancellationToken cancellation)
    {
        SweepRun? underWay;
        Task ended;
        lock (_gate)
        {
            underWay = _run;
            ended = _running = RunAfterAsync(_running, hurries: true);
        }

        underWay?.Hurry();
        return ended.WaitAsync(cancellation);
    }

    /// <summary>An actor has recovered by itself: a pass over the whole journal finds events of its that it does not hand to anybody, and that are cared for all the same.</summary>
    internal void RecoveredAlone(string persistenceId)
    {
        lock (_gate)
        {
            _recoveredAlone.Add(persistenceId);
        }
    }

    internal bool HasRecoveredAlone(string persistenceId)
    {
        lock (_gate)
        {
            return _recoveredAlone.Contains(persistenceId);
        }
    }

    /// <summary>The actor is gone; what it leaves is a snapshot.</summary>
    internal void Gone(string persistenceId)
    {
        lock (_gate)
        {
            _recoveredAlone.Remove(persistenceId);
        }
    }

    internal void Changed(ActorCell cell)
    {
        lock (_gate)
        {
            _changed.Add(cell);
        }
    }

    /// <summary>An append was committed: perhaps a sweep is due.</summary>
    internal void Appended(long position)
    {
        if (position < Volatile.Read(ref _nextSweepAt))
        {
            return;
        }

        Task sweep;
        lock (_gate)
        {
            if (position < _nextSweepAt || !_running.IsCompleted)
            {
                return;
            }

            Schedule(position);
            sweep = _running = RunAfterAsync(_running, hurries: false);
        }

        _ = ReportAsync(sweep);
    }

    /// <summary>This persistence id has, or may have, events after a position that no snapshot will cover for the time being.</summary>
    internal void Block(string persistenceId, long coveredUpTo)
    {
        lock (_gate)
        {
            _blocked[persistenceId] = coveredUpTo;
        }
    }

    internal void Unblock(string persistenceId)
    {
        lock (_gate)
        {
            _blocked.Remove(persistenceId);
        }
    }

    /// <summary>The whole journal has been read; so many of its events were not covered.</summary>
    internal void KnowsAll(long uncovered)
    {
        lock (_gate)
        {
            _knowsAll = true;
            Schedule(_system.Settings.Journal!.Head - uncovered);
        }
    }

    private void Schedule(long from) =>
        Volatile.Write(ref _nextSweepAt, _system.Settings.SnapshotSweepEvery > 0 ? from + _system.Settings.SnapshotSweepEvery : long.MaxValue);

    private async Task ReportAsync(Task sweep)
    {
        try
        {
            await sweep;
        }
        catch (Exception e)
        {
            _system.Write(KernelLogLevel.Error, KernelLogEvent.SnapshotFailed, "snapshots", $"A sweep of snapshots failed: {e.Message} The next one tries again; until then recovery takes longer.", e);
        }
    }

    private async Task RunAfterAsync(Task before, bool hurries)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RunAsync(hurries);
    }

    private async Task RunAsync(bool hurries)
    {
        var journal = _system.Settings.Journal ?? throw new InvalidOperationException("There is no journal to sweep.");
        SweepRun run;
        long head;
        lock (_gate)
        {
            // The head is read first: whoever appended up to it is listed already.
            head = journal.Head;
            if (head == _sweptHead)
            {
                return;
            }

            Schedule(head);
            _run = run = new SweepRun(_changed);
            _changed = [];
        }

        if (hurries)
        {
            run.Hurry();
        }
        else
        {
            run.TakeTime(_system.Time);
        }

        var covered = Math.Min(await run.Covered, head);
        lock (_gate)
        {
            covered = _blocked.Count == 0 ? covered : Math.Min(covered, _blocked.Values.Min());
            if (!_knowsAll)
            {
                _sweptHead = head;
                return;
            }
        }

        if (covered < head)
        {
            _system.Write(KernelLogLevel.Warning, KernelLogEvent.SnapshotSweepBlocked, "snapshots", $"Snapshots cover the journal up to position {covered} only, of {head}. Without one: {string.Join(", ", run.Uncovered.Concat(Blocked.Keys).Take(10))}. Recovery takes longer.", null);
        }

        if (covered > 0)
        {
            journal.CoverBySnapshots(covered);
        }

        lock (_gate)
        {
            // Who held it back may be covered by the next one, although nothing happens meanwhile.
            _sweptHead = covered < head ? -1 : head;
        }
    }
}
