using CaPresenceActors.Storage.Sqlite.Native;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>
/// Copies the write-ahead log into the database on a thread and a connection of its own, while commits go on. While they never pause, though, the log would grow for ever,
/// since its end is never reached: so when it is too long, the writer itself copies the short rest between two commits, and cuts it.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    // How long commits may wait for a reader that still needs the log. If that is not enough, the next time will do.
    private static readonly TimeSpan ReaderWait = TimeSpan.FromMilliseconds(100);

    private readonly string _file;
    private readonly ILogger _logger;
    private readonly Connection _connection;
    private readonly long _cutFromPages;
    private readonly AutoResetEvent _wanted = new(false);
    private readonly Thread _thread;
    private volatile bool _closing;
    private volatile bool _failing;
    private volatile bool _tooLong;

    public Checkpointer(string file, long cutFromPages, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _cutFromPages = cutFromPages;
        _connection = Connection.Open(file, readOnly: false, ReaderWait);
        _connection.Execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
        _thread = new Thread(Run) { Name = "journal checkpoints", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Asks for a checkpoint. Returns at once; asking again before it begins changes nothing.</summary>
    public void Request() => _wanted.Set();

    /// <summary>For the writer, between two transactions: cuts the log when it is too long.</summary>
    public void CutIfTooLong(JournalFile tables)
    {
        if (!_tooLong)
        {
            return;
        }

        _tooLong = false;
        try
        {
            tables.CutLog(ReaderWait);
        }
        catch (SqliteErrorException error)
        {
            Failed(error);
        }
    }

    public void Dispose()
    {
        _closing = true;
        _wanted.Set();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Run()
    {
        while (_wanted.WaitOne() && !_closing)
        {
            try
            {
                Checkpoint();
                Succeeded();
            }
            catch (SqliteErrorException error)
            {
                Failed(error);
            }
        }
    }

    private void Checkpoint()
    {
        var pages = _connection.Checkpoint(truncate: false);
        _tooLong = pages >= _cutFromPages;
    }

    private void Succeeded()
    {
        if (_failing)
        {
            _failing = false;
            _logger.CheckpointHealed(_file);
        }
    }

    // Said once, not at every attempt.
    private void Failed(SqliteErrorException error)
    {
        if (!_failing)
        {
            _failing = true;
            _logger.CheckpointFailed(_file, Trouble.Checkpoint(_file, error));
        }
    }
}
