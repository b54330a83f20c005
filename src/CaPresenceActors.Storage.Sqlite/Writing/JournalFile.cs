using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>
/// The writer's side of the database. Each method is one transaction: afterwards all of it is on the disk, or it throws and nothing has changed.
/// Only the writer's thread calls methods; every thread may read the properties.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly string _file;
    private readonly string _log;
    private readonly TimeSpan _lockWait;
    private readonly Connection _connection;
    private readonly Manifests _manifests;
    private readonly AppendStatements _appends;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _snapshot;
    private readonly Statement _covered;
    private readonly Statement _oldestEntries;
    private readonly Statement _prune;
    private readonly Statement _rememberHead;
    private long _headPosition;
    private long _oldestPosition;
    private long _coveredPosition;

    /// <summary>Takes over the connection, and closes it.</summary>
    public JournalFile(string file, TimeSpan lockWait, Connection connection, Manifests manifests)
    {
        _file = file;
        _log = file + "-wal";
        _lockWait = lockWait;
        _connection = connection;
        _manifests = manifests;
        _appends = new AppendStatements(connection, manifests);
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _snapshot = connection.Prepare(
            """
            INSERT INTO snapshot (pid, sequence, position, payload) VALUES (?, ?, ?, ?)
            ON CONFLICT (pid) DO UPDATE SET sequence = excluded.sequence, position = excluded.position, payload = excluded.payload WHERE excluded.sequence >= snapshot.sequence
            """);
        _covered = connection.Prepare("UPDATE meta SET value = ? WHERE name = 'covered'");
        _oldestEntries = connection.Prepare("SELECT position, recorded_at FROM journal WHERE position <= ? ORDER BY position LIMIT ?");
        _prune = connection.Prepare("DELETE FROM journal WHERE position <= ?");
        _rememberHead = connection.Prepare("UPDATE meta SET value = ? WHERE name = 'head'");

        _headPosition = Math.Max(connection.Number("SELECT max(position) FROM journal"), connection.Number("SELECT value FROM meta WHERE name = 'head'"));
        _oldestPosition = connection.Number("SELECT min(position) FROM journal") is > 0 and var oldest ? oldest : _headPosition + 1;
        _coveredPosition = connection.Number("SELECT value FROM meta WHERE name = 'covered'");
        if (_coveredPosition > _headPosition)
        {
            throw new JournalException(
                $"The journal \"{file}\" is damaged: snapshots cover entries up to {_coveredPosition}, but the newest entry is {_headPosition}. " +
                "It was not opened and nothing was changed. Keep a copy of the file, restore the latest backup and start again.");
        }
    }

    public long Head => Volatile.Read(ref _headPosition);

    public long Oldest => Volatile.Read(ref _oldestPosition);

    public long Covered => Volatile.Read(ref _coveredPosition);

    /// <summary>Writes a group of appends.</summary>
    /// <param name="group">In the order of their arrival.</param>
    /// <param name="firstPositions">Receives the position of each append's first event.</param>
    /// <param name="entries">Receives what was written, in order; null when nobody wants it.</param>
    /// <exception cref="AppendRefusedException">One append is to blame.</exception>
    /// <exception cref="JournalException">The storage refuses.</exception>
    public void Append(List<AppendRequest> group, List<long> firstPositions, List<JournalEntry>? entries)
    {
        firstPositions.Clear();
        entries?.Clear();
        var head = Head;
        InTransaction(() =>
        {
            foreach (var request in group)
            {
                firstPositions.Add(head + 1);
                head = Write(request, head, entries);
            }
        });
        Volatile.Write(ref _headPosition, head);
    }

    /// <summary>Writes snapshots, and how far snapshots cover the journal from now on.</summary>
    /// <exception cref="JournalException">The storage refuses.</exception>
    public void Save(List<SnapshotRequest> snapshots, long covered)
    {
        covered = Math.Max(covered, Covered);
        InTransaction(() =>
        {
            foreach (var snapshot in snapshots)
            {
                _snapshot.Bind(1, snapshot.PersistenceId).Bind(2, snapshot.Sequence).Bind(3, snapshot.Position).Bind(4, snapshot.Payload.Span).Run();
            }

            if (covered > Covered)
            {
                _covered.Bind(1, covered).Run();
            }
        });
        Volatile.Write(ref _coveredPosition, covered);
    }

    /// <summary>Deletes the oldest entries up to the first that is too new or not covered by a snapshot, so that no gap comes into being.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="JournalException">The storage refuses.</exception>
    public int Prune(DateTimeOffset recordedBefore, int limit)
    {
        var (count, last) = (0, 0L);
        InTransaction(() =>
        {
            (count, last) = OldestRecordedBefore(Instants.ToNumber(recordedBefore), limit);
            if (count > 0)
            {
                _prune.Bind(1, last).Run();
                _rememberHead.Bind(1, Head).Run();
            }
        });
        if (count > 0)
        {
            Volatile.Write(ref _oldestPosition, last + 1);
        }

        return count;
    }

    /// <summary>Pages that were added to the write-ahead log since the last call.</summary>
    public int TakePagesWritten() => _connection.TakePagesWritten();

    /// <summary>Copies the rest of the write-ahead log into the database and begins it anew, unless readers still need it after a while.</summary>
    public void CutLog(TimeSpan readerWait)
    {
        _connection.SetLockWait(readerWait);
        try
        {
            _connection.Checkpoint(truncate: true);
        }
        finally
        {
            _connection.SetLockWait(_lockWait);
        }
    }

    /// <summary>Copies the write-ahead log into the database and closes.</summary>
    public void Dispose()
    {
        _appends.Dispose();
        foreach (var statement in new[] { _begin, _commit, _snapshot, _covered, _oldestEntries, _prune, _rememberHead })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private long Write(AppendRequest request, long head, List<JournalEntry>? entries)
    {
        try
        {
            return _appends.Write(request, head, entries);
        }
        catch (Exception error) when (error is not SqliteErrorException { IsAboutTheRow: false })
        {
            throw new AppendRefusedException(request, error);
        }
    }

    private (int Count, long Last) OldestRecordedBefore(long instant, int limit)
    {
        var (count, last) = (0, 0L);
        _oldestEntries.Bind(1, Covered).Bind(2, limit);
        while (_oldestEntries.Step())
        {
            if (_oldestEntries.Number(1) >= instant)
            {
                _oldestEntries.Reset();
                break;
            }

            count++;
            last = _oldestEntries.Number(0);
        }

        return (count, last);
    }

    private void InTransaction(Action write)
    {
        if (_connection.FileHasMoved || !File.Exists(_log))
        {
            throw Trouble.Gone(_file);
        }

        try
        {
            _begin.Run();
            write();
            Commit();
            _manifests.Commit();
        }
        catch (Exception error)
        {
            _connection.RollBack();
            _manifests.RollBack();
            if (error is SqliteErrorException sqlite)
            {
                throw Trouble.Writing(_file, sqlite);
            }

            throw;
        }
    }

    private void Commit()
    {
        try
        {
            _commit.Run();
        }
        catch (SqliteErrorException)
        {
            _connection.RollBack();
            OverwriteFailedCommit();
            throw;
        }
    }

    // When only the sync of a commit failed, the commit may stand complete in the log, and would come to life if the process died now: what was answered with
    // "failed" would be there after the restart. The next transaction is written over it, so one is made at once. If that fails too, the next append does it.
    private void OverwriteFailedCommit()
    {
        try
        {
            _connection.Execute("BEGIN IMMEDIATE; UPDATE meta SET value = value; COMMIT");
        }
        catch (SqliteErrorException)
        {
            _connection.RollBack();
        }
    }
}
