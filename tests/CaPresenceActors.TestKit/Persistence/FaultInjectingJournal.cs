using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.TestKit.Persistence;

/// <summary>Any journal, with trouble on demand. A refused append is answered at once on the caller's thread, and nothing of it is kept.</summary>
public sealed class FaultInjectingJournal(IJournal inner, TimeProvider? time = null) : IJournal
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _refusedNumbers = [];
    private JournalHealth _health = JournalHealth.Good;
    private bool _refuseAll;
    private int _recoveriesToRefuse;

    public long Head => inner.Head;

    public long Oldest => inner.Oldest;

    public JournalHealth Health => _health.IsGood ? inner.Health : _health;

    /// <summary>How many appends have been asked for, refused ones included.</summary>
    public int Appends { get; private set; }

    /// <summary>How many appends have been refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Refuses one append: the next (1), the one after it (2) …</summary>
    public void RefuseAppend(int number = 1)
    {
        lock (_gate)
        {
            _refusedNumbers.Add(Appends + number);
        }
    }

    /// <summary>Refuses every append until <see cref="Heal"/>.</summary>
    public void RefuseAppends()
    {
        lock (_gate)
        {
            _refuseAll = true;
        }
    }

    /// <summary>Lets the next recoveries fail.</summary>
    public void RefuseRecoveries(int count)
    {
        lock (_gate)
        {
            _recoveriesToRefuse = count;
        }
    }

    /// <summary>The cause of the trouble is gone.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _refuseAll = false;
            _refusedNumbers.Clear();
            _recoveriesToRefuse = 0;
        }
    }

    public void Append(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool refused;
        lock (_gate)
        {
            Appends++;
            refused = _refuseAll || _refusedNumbers.Remove(Appends);
            Refused += refused ? 1 : 0;
            _health = refused
                ? new JournalHealth("The test lets appends fail.", _health.Since ?? (time ?? TimeProvider.System).GetUtcNow())
                : JournalHealth.Good;
        }

        if (refused)
        {
            request.Failed(new JournalException($"The test lets the append of {request.PersistenceId} fail."));
        }
        else
        {
            inner.Append(request);
        }
    }

    public void SaveSnapshot(SnapshotRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_refuseAll)
        {
            request.Saved?.Invoke(request, false);
        }
        else
        {
            inner.SaveSnapshot(request);
        }
    }

    public void CoverBySnapshots(long position) => inner.CoverBySnapshots(position);

    public void Subscribe(IJournalObserver observer) => inner.Subscribe(observer);

    public Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation) =>
        RefusesRecovery() ? Task.FromException(new JournalException("The test lets recovery fail.")) : inner.RecoverAsync(reader, cancellation);

    public Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation) =>
        RefusesRecovery()
            ? Task.FromException(new JournalException($"The test lets the recovery of {persistenceId} fail."))
            : inner.RecoverAsync(persistenceId, lastPosition, reader, cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation) =>
        inner.ReadAsync(afterPosition, limit, cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation) =>
        inner.ReadBackAsync(persistenceId, position, limit, cancellation);

    public Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit, CancellationToken cancellation) =>
        inner.PruneAsync(recordedBefore, limit, cancellation);

    public Task FlushAsync(CancellationToken cancellation) => inner.FlushAsync(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private bool RefusesRecovery()
    {
        lock (_gate)
        {
            if (_recoveriesToRefuse == 0)
            {
                return false;
            }

            _recoveriesToRefuse--;
            return true;
        }
    }
}
