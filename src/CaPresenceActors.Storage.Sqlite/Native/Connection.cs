using System.Runtime.InteropServices;
using SQLitePCL;

namespace CaPresenceActors.Storage.Sqlite.Native;

/// <summary>One connection to the database file, on SQLite's own interface. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED
    private readonly sqlite3 _handle;

    static Connection() => Batteries_V2.Init();

    private Connection(sqlite3 handle) => _handle = handle;

    /// <summary>The version of SQLite itself.</summary>
    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>Whether a transaction is open. SQLite closes it by itself after some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Whether somebody has deleted or renamed the file under this connection, which could then write for ever into nowhere. Windows does not allow it.</summary>
    public bool FileHasMoved => sqlite3_file_control(_handle, "main", HasMoved, out var moved) == raw.SQLITE_OK && moved != 0;

    /// <summary>Opens a file that exists.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="readOnly">Whether writing is forbidden.</param>
    /// <param name="lockWait">How long a statement waits while somebody else holds a lock.</param>
    public static Connection Open(string file, bool readOnly, TimeSpan lockWait)
    {
        var flags = (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE) | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out var handle, flags, null);
        var connection = new Connection(handle);
        try
        {
            connection.Check(code);
            connection.Check(raw.sqlite3_extended_result_codes(handle, 1));
            connection.SetLockWait(lockWait);
            if (!readOnly && raw.sqlite3_db_readonly(handle, "main") == 1)
            {
                // SQLite then opens it for reading without a word.
                throw new SqliteErrorException(raw.SQLITE_READONLY, "writing is not permitted");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row; 0 when there is no row or it is null.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>The first column of the first row; empty when there is no row or it is null.</summary>
    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>A statement to be used many times.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Undoes the open transaction, if there is one. Never fails: what cannot be rolled back now is when the connection closes.</summary>
    public void RollBack()
    {
        if (InTransaction)
        {
            _ = raw.sqlite3_exec(_handle, "ROLLBACK");
        }
    }

    /// <summary>Copies pages from the write-ahead log into the database.</summary>
    /// <param name="truncate">Whether to copy to the very end, and then begin the log anew; otherwise as far as readers and writers allow.</param>
    /// <returns>The pages in the log.</returns>
    public int Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var pages, out _);
        if ((code & 0xff) != raw.SQLITE_BUSY) // somebody reads or writes: copied as far as possible
        {
            Check(code);
        }

        return pages;
    }

    /// <summary>How long statements wait from now on while somebody else holds a lock.</summary>
    public void SetLockWait(TimeSpan lockWait) => Check(raw.sqlite3_busy_timeout(_handle, (int)lockWait.TotalMilliseconds));

    /// <summary>Pages that this connection has written since the last call.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, resetFlg: 1));
        return written;
    }

    /// <summary>Turns a result that is not good into an exception.</summary>
    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteErrorException(code, raw.sqlite3_errmsg(_handle).utf8_to_string() ?? raw.sqlite3_errstr(code).utf8_to_string());
        }
    }

    public void Dispose() => _handle.Dispose();

    // The package does not wrap this function.
    [DllImport("e_sqlite3", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_file_control(sqlite3 db, string schema, int operation, out int result);
}
