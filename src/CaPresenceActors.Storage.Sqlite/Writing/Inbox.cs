using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>What the writer is to do next: an append or a job.</summary>
internal readonly record struct Work(AppendRequest? Append, WriterJob? Job);

/// <summary>
/// Where everybody leaves work and the writer takes it all at once. It has no limit of its own: a persistent actor waits for its append before it makes another,
/// so there are never more than persistent actors.
/// </summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private List<Work> _arrived = [];
    private List<SnapshotRequest> _snapshots = [];
    private long _covered;
    private bool _closed;
    private bool _writerWaits;

    /// <summary>Whether work waits. A glance, without a lock.</summary>
    public bool HasWork => Volatile.Read(ref _arrived).Count > 0;

    /// <summary>Leaves an append or a job. False when the inbox is closed.</summary>
    public bool Add(Work work)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _arrived.Add(work);
            Wake();
            return true;
        }
    }

    /// <summary>Leaves a snapshot. False when the inbox is closed.</summary>
    public bool Add(SnapshotRequest snapshot)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _snapshots.Add(snapshot);
            Wake();
            return true;
        }
    }

    /// <summary>Leaves word that snapshots cover everything up to a position.</summary>
    public void Cover(long position)
    {
        lock (_gate)
        {
            if (position > _covered)
            {
                _covered = position;
                Wake();
            }
        }
    }

    /// <summary>Takes no more; what is there will still be done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Wake();
        }
    }

    /// <summary>Takes everything. Waits until there is something, unless <paramref name="wait"/> is false or the inbox is closed.</summary>
    /// <param name="work">An empty list, which is exchanged for the one that was filled.</param>
    /// <param name="snapshots">An empty list, which is exchanged for the one that was filled.</param>
    /// <param name="covered">The newest word on what is covered; 0 when there is none since the last time.</param>
    /// <param name="wait">Whether to wait for something.</param>
    /// <returns>False when the inbox is closed and empty.</returns>
    public bool Take(ref List<Work> work, ref List<SnapshotRequest> snapshots, out long covered, bool wait)
    {
        lock (_gate)
        {
            while (wait && !_closed && IsEmpty)
            {
                _writerWaits = true;
                Monitor.Wait(_gate);
                _writerWaits = false;
            }

            var any = !IsEmpty;
            (_arrived, work) = (work, _arrived);
            (_snapshots, snapshots) = (snapshots, _snapshots);
            (_covered, covered) = (0, _covered);
            return any || !_closed;
        }
    }

    private bool IsEmpty => _arrived.Count == 0 && _snapshots.Count == 0 && _covered == 0;

    private void Wake()
    {
        if (_writerWaits)
        {
            Monitor.Pulse(_gate);
        }
    }
}
