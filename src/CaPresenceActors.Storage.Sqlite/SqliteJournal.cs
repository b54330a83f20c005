using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;
using CaPresenceActors.Storage.Sqlite.Opening;
using CaPresenceActors.Storage.Sqlite.Reading;
using CaPresenceActors.Storage.Sqlite.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Storage.Sqlite;

/// <summary>
/// The journal in one SQLite file, for one process. Every answered append is on the disk (write-ahead log, <c>synchronous=FULL</c>).
/// </summary>
/// <remarks>
/// One thread writes, one copies the write-ahead log into the database, and reads run beside them on connections of their own.
/// Deleted and overwritten values are erased from the file (<c>secure_delete</c>), since documents may hold what must vanish.
/// Payloads are not copied when they are queued: they must not change before the answer.
/// </remarks>
public sealed class SqliteJournal : IJournal
{
    private readonly string _file;
    private readonly ILogger _logger;
    private readonly FileLock _lock;
    private readonly JournalFile _tables;
    private readonly Checkpointer _checkpointer;
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader;
    private int _disposed;

    private SqliteJournal(SqliteJournalOptions options, string file, FileLock fileLock, Connection connection, Manifests manifests, TimeProvider time, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _lock = fileLock;
        _tables = new JournalFile(file, options.LockWait, connection, manifests);
        var pageSize = connection.Number("PRAGMA page_size");
        var pagesAlways = options.CheckpointAlways / pageSize;
        _checkpointer = new Checkpointer(file, pagesAlways, logger);
        _reader = new JournalReader(file, options.LockWait, manifests);
        _checkpointer.Request(); // A process that died may have left a long log behind.
        _writer = new JournalWriter(file, _tables, _checkpointer, new CheckpointRhythm(options.CheckpointWhenIdle / pageSize, pagesAlways), time, logger);
    }

    /// <summary>The storage and its version, such as <c>SQLite 3.50.4</c>.</summary>
    public static string Engine => $"SQLite {Connection.LibraryVersion}";

    /// <summary>The version of the tables, to which an older file is upgraded.</summary>
    public static int SchemaVersion => Schema.Steps[^1].Version;

    /// <summary>How large the journal is on the disk, in bytes: the database and its write-ahead log.</summary>
    public long SizeOnDisk => new[] { _file, _file + "-wal" }.Select(path => new FileInfo(path)).Where(found => found.Exists).Sum(found => found.Length);

    public long Head => _tables.Head;

    public long Oldest => _tables.Oldest;

    public JournalHealth Health => _writer.Health;

    /// <summary>Opens a journal, or begins a new one where there is no file. An older schema is upgraded.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="JournalException">
    /// Another process has the journal open; the file cannot be read or written, is damaged, is not a journal, or was written by a newer version. Nothing was changed then.
    /// </exception>
    public static Task<SqliteJournal> OpenAsync(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteJournal>? logger = null, CancellationToken cancellation = default) =>
        OpenAsync(options, time, logger, Schema.Steps, cancellation);

    public void Append(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _writer.Append(request);
    }

    public void SaveSnapshot(SnapshotRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.PersistenceId, nameof(request));
        _writer.Save(request);
    }

    // Entries that do not exist yet cannot be covered.
    public void CoverBySnapshots(long position) => _writer.Cover(Math.Min(position, Head));

    public void Subscribe(IJournalObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _writer.Subscribe(observer);
    }

    public Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return _reader.RecoverAsync(reader, cancellation);
    }

    public Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return _reader.RecoverAsync(persistenceId, lastPosition, reader, cancellation);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _reader.ReadAsync(afterPosition, limit, cancellation);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _reader.ReadBackAsync(persistenceId, position, limit, cancellation);
    }

    public Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _writer.PruneAsync(recordedBefore, limit).WaitAsync(cancellation);
    }

    public Task FlushAsync(CancellationToken cancellation) => _writer.FlushAsync().WaitAsync(cancellation);

    /// <summary>Writes what is queued, copies the write-ahead log into the database, closes the file and lets other processes have it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _writer.CloseAsync();
        await _reader.DisposeAsync();
        _checkpointer.Dispose();
        _tables.Dispose();
        _lock.Dispose();
        _logger.Closed(_file, Head);
    }

    /// <summary>As above, with the steps of the schema given, so that tests can upgrade from a version that never was.</summary>
    internal static Task<SqliteJournal> OpenAsync(
        SqliteJournalOptions options, TimeProvider time, ILogger<SqliteJournal>? logger, IReadOnlyList<SchemaStep> steps, CancellationToken cancellation)
    {
        if (options.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        return Task.Run(() => Open(options, time, (ILogger?)logger ?? NullLogger.Instance, steps), cancellation);
    }

    private static SqliteJournal Open(SqliteJournalOptions options, TimeProvider time, ILogger logger, IReadOnlyList<SchemaStep> steps)
    {
        var file = Path.GetFullPath(options.File);
        FileLock? fileLock = null;
        Connection? connection = null;
        try
        {
            // Two names of one file must not be two locks.
            file = new FileInfo(file).LinkTarget is null ? file : File.ResolveLinkTarget(file, returnFinalTarget: true)!.FullName;
            OwnerOnly.CreateFolder(Path.GetDirectoryName(file)!);
            fileLock = FileLock.Take(file);
            OwnerOnly.CreateFile(file);
            OwnerOnly.Tighten([file, file + "-wal", file + "-shm", file + ".lock", file + ".owner"], logger);

            connection = Connection.Open(file, readOnly: false, options.LockWait);
            Schema.Recognise(connection, file);
            Configure(connection, file);
            Schema.Upgrade(connection, file, steps, logger);
            var manifests = new Manifests();
            manifests.Load(connection);

            var journal = new SqliteJournal(options, file, fileLock, connection, manifests, time, logger);
            logger.Opened(file, journal.Oldest, journal.Head, journal._tables.Covered);
            return journal;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            fileLock?.Dispose();
            if (error is SqliteErrorException or IOException or UnauthorizedAccessException)
            {
                throw Trouble.Opening(file, error);
            }

            throw;
        }
    }

    // wal_autocheckpoint: the checkpointer does it. secure_delete: subjects in documents must not survive in free pages. cache_size: KB, negative.
    private static void Configure(Connection connection, string file)
    {
        if (connection.Text("PRAGMA journal_mode = WAL") is var mode && mode != "wal")
        {
            throw new JournalException(
                $"The journal \"{file}\" cannot be opened: SQLite cannot keep a write-ahead log there (it answered \"{mode}\"). " +
                "It was not opened and nothing was changed. Put the file on a local disk; network folders cannot hold it.");
        }

        connection.Execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY");
    }
}
