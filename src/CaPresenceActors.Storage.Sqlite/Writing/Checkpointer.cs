using CaPresenceActors.Storage.Sqlite.Native;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>
/// Copies the write-ahead log into the database on a thread and a connection of its own, while commits go on. Only a log that has grown very long is also cut,
/// for which commits stand still until its last part is copied.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    // How long cutting the log may make commits wait for a reader that still needs it. If that is not enough, the next time will do.
    private static readonly TimeSpan ReaderWait = TimeSpan.FromMilliseconds(100);

    private readonly string _file;
    private readonly ILogger _logger;
    private readonly Connection _connection;
    private readonly long _cutFromPages;
    private readonly AutoResetEvent _wanted = new(false);
    private readonly Thread _thread;
    private volatile bool _closing;
    private bool _failing;

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
        var (pages, _) = _connection.Checkpoint(truncate: false);
        if (pages >= _cutFromPages)
        {
            _connection.Checkpoint(truncate: true);
        }
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
