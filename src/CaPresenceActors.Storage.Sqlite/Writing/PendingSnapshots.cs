using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>Snapshots that wait for a quiet moment: of each persistent actor the newest. Not thread-safe.</summary>
internal sealed class PendingSnapshots
{
    private readonly Dictionary<string, SnapshotRequest> _newest = new(StringComparer.Ordinal);

    // The few that a newer one overtook while they waited. They are answered together with it, since it keeps what they promised.
    private readonly List<SnapshotRequest> _overtaken = [];

    public int Count => _newest.Count;

    public void Add(SnapshotRequest request)
    {
        if (!_newest.TryGetValue(request.PersistenceId, out var earlier))
        {
            _newest.Add(request.PersistenceId, request);
            return;
        }

        var (newer, older) = request.Sequence >= earlier.Sequence ? (request, earlier) : (earlier, request);
        _newest[request.PersistenceId] = newer;
        _overtaken.Add(older);
    }

    /// <summary>Takes some out.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="toWrite">Receives what is to be written.</param>
    /// <param name="overtaken">Receives what has the same outcome without being written.</param>
    public void Take(int limit, List<SnapshotRequest> toWrite, List<SnapshotRequest> overtaken)
    {
        foreach (var (_, request) in _newest)
        {
            if (toWrite.Count == limit)
            {
                break;
            }

            toWrite.Add(request);
        }

        foreach (var request in toWrite)
        {
            _newest.Remove(request.PersistenceId);
        }

        overtaken.AddRange(_overtaken.Where(older => !_newest.ContainsKey(older.PersistenceId)));
        _overtaken.RemoveAll(older => !_newest.ContainsKey(older.PersistenceId));
    }
}
