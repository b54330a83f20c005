using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.TestKit.Persistence;

/// <summary>
/// The whole journal contract in memory. An append is committed before <see cref="Append"/> returns, on the caller's thread, unless
/// commits are held or another thread is committing just now: then they are committed together, in order of arrival.
/// </summary>
/// <remarks>
/// What is committed outlives the journal: <see cref="Reopen"/> gives the journal that a restarted process would open. Unlike a real journal it
/// refuses appends whose sequence or previous position is not the next one, so that a mistake of the actor kernel cannot hide.
/// </remarks>
public sealed class InMemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly InMemoryStore _store;
    private readonly List<IJournalObserver> _observers = [];
    private Queue<AppendRequest> _appends = new();
    private readonly Queue<SnapshotRequest> _snapshots = new();
    private List<TaskCompletionSource> _flushes = [];
    private bool _held;
    private bool _writing;
    private bool _closed;

    public InMemoryJournal()
        : this(new InMemoryStore())
    {
    }

    private InMemoryJournal(InMemoryStore store) => _store = store;

    public long Head => Locked(_store, static store => store.Head);

    public long Oldest => Locked(_store, static store => store.Oldest);

    public JournalHealth Health => JournalHealth.Good;

    /// <summary>Up to where events are covered by snapshots.</summary>
    public long Covered => Locked(_store, static store => store.Covered);

    /// <summary>How often <see cref="CoverBySnapshots"/> was called.</summary>
    public int CoverCalls { get; private set; }

    /// <summary>How many appends and snapshots wait for <see cref="Release()"/>.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _appends.Count + _snapshots.Count;
            }
        }
    }

    /// <summary>All committed entries that have not been pruned.</summary>
    public IReadOnlyList<JournalEntry> Entries => Locked(_store, static store => store.After(0, int.MaxValue));

    /// <summary>The newest snapshot of a persistent actor, or null.</summary>
    public SnapshotRequest? SnapshotOf(string persistenceId) => Locked(_store, store => store.SnapshotOf(persistenceId));

    /// <summary>The documents of a persistent actor.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> DocumentsOf(string persistenceId) =>
        Locked(_store, store => store.DocumentsOf(persistenceId));

    /// <summary>From now on nothing is committed until <see cref="Release()"/>.</summary>
    public void HoldCommits()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    /// <summary>Commits what waits, as one group, and no longer holds.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held = false;
        }

        Write();
    }

    /// <summary>Commits the oldest waiting append and goes on holding the others.</summary>
    public void ReleaseOne()
    {
        Queue<AppendRequest> later;
        lock (_gate)
        {
            later = new Queue<AppendRequest>(_appends.Skip(1));
            _appends = new Queue<AppendRequest>(_appends.Take(1));
            _held = false;
        }

        Write();
        lock (_gate)
        {
            _held = true;
            foreach (var newer in _appends)
            {
                later.Enqueue(newer);
            }

            _appends = later;
        }
    }

    /// <summary>Closes this journal, losing what was held, and opens another one over what was committed: a restart of the process.</summary>
    public InMemoryJournal Reopen()
    {
        lock (_gate)
        {
            _closed = true;
            _appends.Clear();
            _snapshots.Clear();
        }

        return new InMemoryJournal(_store.Copy());
    }

    public void Append(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool closed;
        lock (_gate)
        {
            closed = _closed;
            if (!closed)
            {
                _appends.Enqueue(request);
            }
        }

        if (closed)
        {
            request.Failed(new JournalException($"The in-memory journal is closed; the append of {request.PersistenceId} was not kept."));
            return;
        }

        Write();
    }

    public void SaveSnapshot(SnapshotRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool closed;
        lock (_gate)
        {
            closed = _closed;
            if (!closed)
            {
                _snapshots.Enqueue(request with { Payload = request.Payload.ToArray() });
            }
        }

        if (closed)
        {
            request.Saved?.Invoke(request, false);
            return;
        }

        Write();
    }

    public void CoverBySnapshots(long position)
    {
        lock (_gate)
        {
            CoverCalls++;
            _store.Cover(position);
        }
    }

    public void Subscribe(IJournalObserver observer)
    {
        lock (_gate)
        {
            _observers.Add(observer);
        }
    }

    public Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Locked(_store, static store => store.Copy()).Recover(reader, cancellation);
        return Task.CompletedTask;
    }

    public Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        cancellation.ThrowIfCancellationRequested();
        Locked(_store, store => store.CopyOf(persistenceId, lastPosition)).Recover(reader, cancellation);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation) =>
        Task.FromResult(Locked(_store, store => store.After(afterPosition, limit)));

    public Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation) =>
        Task.FromResult(Locked(_store, store => store.Back(persistenceId, position, limit)));

    public Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit, CancellationToken cancellation) =>
        Task.FromResult(Locked(_store, store => store.Prune(recordedBefore, limit)));

    public Task FlushAsync(CancellationToken cancellation)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_writing && _appends.Count == 0 && _snapshots.Count == 0)
            {
                return Task.CompletedTask;
            }

            _flushes.Add(flushed);
        }

        Write();
        return flushed.Task.WaitAsync(cancellation);
    }

    /// <summary>Commits what waits and takes no more appends.</summary>
    public ValueTask DisposeAsync()
    {
        Release();
        lock (_gate)
        {
            _closed = true;
        }

        return ValueTask.CompletedTask;
    }

    // Answers may append again at once; the loop takes those in its next round, so that observers always hear of positions in order.
    private void Write()
    {
        lock (_gate)
        {
            if (_held || _writing)
            {
                return;
            }

            _writing = true;
        }

        while (true)
        {
            Queue<AppendRequest> appends;
            SnapshotRequest? snapshot = null;
            List<TaskCompletionSource> flushes = [];
            IJournalObserver[] observers;
            lock (_gate)
            {
                observers = [.. _observers];
                appends = _appends;
                _appends = new Queue<AppendRequest>();
                if (appends.Count == 0 && !_snapshots.TryDequeue(out snapshot))
                {
                    _writing = false;
                    flushes = _flushes;
                    _flushes = [];
                }
            }

            if (appends.Count > 0)
            {
                Commit(appends, observers);
            }
            else if (snapshot is not null)
            {
                lock (_gate)
                {
                    _store.Save(snapshot);
                }

                snapshot.Saved?.Invoke(snapshot, true);
            }
            else
            {
                flushes.ForEach(static flush => flush.SetResult());
                return;
            }
        }
    }

    private void Commit(Queue<AppendRequest> group, IJournalObserver[] observers)
    {
        var committed = new List<JournalEntry>();
        var answers = new List<(AppendRequest Request, long FirstPosition, string? Refusal)>(group.Count);
        lock (_gate)
        {
            foreach (var request in group)
            {
                var refusal = _store.Refusal(request);
                answers.Add((request, refusal is null ? _store.Append(request, committed) : 0, refusal));
            }
        }

        if (committed.Count > 0)
        {
            var entries = committed.ToArray();
            foreach (var observer in observers)
            {
                observer.Committed(entries);
            }
        }

        foreach (var (request, firstPosition, refusal) in answers)
        {
            if (refusal is null)
            {
                request.Completed(firstPosition);
            }
            else
            {
                request.Failed(new JournalException(refusal));
            }
        }
    }

    private T Locked<T>(InMemoryStore store, Func<InMemoryStore, T> read)
    {
        lock (_gate)
        {
            return read(store);
        }
    }
}
