using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;

namespace CaPresenceActors.Storage.Sqlite.Reading;

/// <summary>A connection that cannot write, with its statements. Used by one thread at a time.</summary>
internal sealed class ReadConnection : IDisposable
{
    private const string Entry = "SELECT position, pid, sequence, previous, recorded_at, manifest, payload FROM journal";
    private readonly Connection _connection;
    private readonly Manifests _manifests;
    private readonly Statement _entriesAfter;
    private readonly Statement _entryAt;
    private readonly Statement _entriesOfOneAfter;
    private readonly Statement _snapshotOfOne;
    private readonly Statement _documentsOfOne;
    private readonly Statement _snapshots;
    private readonly Statement _documents;

    public ReadConnection(string file, TimeSpan lockWait, Manifests manifests)
    {
        _manifests = manifests;
        _connection = Connection.Open(file, readOnly: true, lockWait);
        _entriesAfter = _connection.Prepare($"{Entry} WHERE position > ? ORDER BY position LIMIT ?");
        _entryAt = _connection.Prepare($"{Entry} WHERE position = ?");
        _entriesOfOneAfter = _connection.Prepare($"{Entry} WHERE position > ? AND pid = ? ORDER BY position");
        _snapshotOfOne = _connection.Prepare("SELECT sequence, position, payload FROM snapshot WHERE pid = ?");
        _documentsOfOne = _connection.Prepare("SELECT key, payload FROM document WHERE pid = ?");
        _snapshots = _connection.Prepare("SELECT pid, sequence, position, payload FROM snapshot");
        _documents = _connection.Prepare("SELECT pid, key, payload FROM document");
    }

    /// <summary>Lets everything that <paramref name="read"/> reads be of one instant.</summary>
    public T InSnapshot<T>(Func<T> read)
    {
        _connection.Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            foreach (var statement in Statements)
            {
                statement.Reset();
            }

            _connection.RollBack();
        }
    }

    public long Covered() => _connection.Number("SELECT value FROM meta WHERE name = 'covered'");

    public IEnumerable<JournalEntry> EntriesAfter(long position, long limit) => Entries(_entriesAfter.Bind(1, position).Bind(2, limit));

    public IEnumerable<JournalEntry> EntriesOfOneAfter(string persistenceId, long position) => Entries(_entriesOfOneAfter.Bind(1, position).Bind(2, persistenceId));

    public JournalEntry? EntryAt(long position) => Entries(_entryAt.Bind(1, position)).SingleOrDefault();

    /// <summary>Hands the snapshot of one actor over. Returns what it contains; zeros when there is none.</summary>
    public (long Sequence, long Position) SnapshotOfOne(string persistenceId, IRecoveryReader reader)
    {
        var found = (Sequence: 0L, Position: 0L);
        _snapshotOfOne.Bind(1, persistenceId);
        while (_snapshotOfOne.Step())
        {
            found = (_snapshotOfOne.Number(0), _snapshotOfOne.Number(1));
            reader.Snapshot(persistenceId, found.Sequence, found.Position, _snapshotOfOne.Bytes(2));
        }

        return found;
    }

    public void DocumentsOfOne(string persistenceId, IRecoveryReader reader)
    {
        _documentsOfOne.Bind(1, persistenceId);
        while (_documentsOfOne.Step())
        {
            reader.Document(persistenceId, _documentsOfOne.Text(0), _documentsOfOne.Bytes(1));
        }
    }

    /// <summary>Hands all snapshots over. Returns the positions of those that contain entries after <paramref name="position"/>.</summary>
    public Dictionary<string, long> Snapshots(long position, IRecoveryReader reader, CancellationToken cancellation)
    {
        var newer = new Dictionary<string, long>(StringComparer.Ordinal);
        while (_snapshots.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var persistenceId = _snapshots.Text(0);
            var at = _snapshots.Number(2);
            reader.Snapshot(persistenceId, _snapshots.Number(1), at, _snapshots.Bytes(3));
            if (at > position)
            {
                newer.Add(persistenceId, at);
            }
        }

        return newer;
    }

    public void Documents(IRecoveryReader reader, CancellationToken cancellation)
    {
        var keys = new RepeatedText();
        while (_documents.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            reader.Document(_documents.Text(0), keys.Text(_documents.Bytes(1)), _documents.Bytes(2));
        }
    }

    public void Dispose()
    {
        foreach (var statement in Statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Statement[] Statements => [_entriesAfter, _entryAt, _entriesOfOneAfter, _snapshotOfOne, _documentsOfOne, _snapshots, _documents];

    private IEnumerable<JournalEntry> Entries(Statement statement)
    {
        while (statement.Step())
        {
            yield return new JournalEntry
            {
                Position = statement.Number(0),
                PersistenceId = statement.Text(1),
                Sequence = statement.Number(2),
                Previous = statement.Number(3),
                RecordedAt = Instants.FromNumber(statement.Number(4)),
                Manifest = _manifests.Name(statement.Number(5)),
                Payload = statement.Bytes(6).ToArray(),
            };
        }
    }
}
