using System.Runtime.InteropServices;
using CaPresenceActors.Kernel.Persistence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>
/// The one thread that writes. It commits together what arrived while the last commit ran, tells the observers, answers, and writes snapshots when no append waits.
/// </summary>
internal sealed class JournalWriter
{
    // A group is bounded so that its first append does not wait long for the last: some 10 to 30 ms. Smaller groups would lose more by waiting for the disk more often.
    private const int AppendsInGroup = 8192;

    // Snapshots come in smaller groups, since appends that arrive meanwhile wait for them.
    private const int SnapshotsInGroup = 1024;

    // So many snapshots wait in memory at most while appends never pause.
    private const int WaitingSnapshots = 8192;

    private readonly string _file;
    private readonly JournalFile _tables;
    private readonly Checkpointer _checkpointer;
    private readonly CheckpointRhythm _rhythm;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Inbox _inbox = new();
    private readonly PendingSnapshots _snapshots = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<AppendRequest> _group = [];
    private readonly List<long> _firstPositions = [];
    private readonly List<JournalEntry> _entries = [];
    private readonly List<SnapshotRequest> _saving = [];
    private readonly List<SnapshotRequest> _overtaken = [];
    private List<Work> _work = [];
    private List<SnapshotRequest> _arrivedSnapshots = [];
    private long _toCover;

    private readonly Lock _subscribing = new();
    private volatile IJournalObserver[] _observers = [];
    private volatile JournalHealth _health = JournalHealth.Good;

    public JournalWriter(string file, JournalFile tables, Checkpointer checkpointer, CheckpointRhythm rhythm, TimeProvider time, ILogger logger)
    {
        _file = file;
        _tables = tables;
        _checkpointer = checkpointer;
        _rhythm = rhythm;
        _time = time;
        _logger = logger;
        new Thread(Run) { Name = "journal writer", IsBackground = true }.Start();
    }

    public JournalHealth Health => _health;

    public void Append(AppendRequest request)
    {
        if (!_inbox.Add(new Work(request, null)))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static x => x.writer.Answer(x.request, Trouble.Closed(x.writer._file)), (writer: this, request), preferLocal: false);
        }
    }

    public void Save(SnapshotRequest request)
    {
        if (!_inbox.Add(request))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static x => x.writer.Answer(x.request, saved: false), (writer: this, request), preferLocal: false);
        }
    }

    public void Cover(long position) => _inbox.Cover(position);

    public Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit) => Do(() =>
    {
        WriteAllSnapshots();
        return Try(() => _tables.Prune(recordedBefore, limit));
    });

    public Task FlushAsync() => Do(() =>
    {
        WriteAllSnapshots();
        return _health.Problem is { } problem ? throw new JournalException(problem) : 0;
    });

    public void Subscribe(IJournalObserver observer)
    {
        lock (_subscribing)
        {
            _observers = [.. _observers, observer];
        }
    }

    /// <summary>Takes no more work, does what is queued, and ends the thread.</summary>
    public Task CloseAsync()
    {
        _inbox.Close();
        return _ended.Task;
    }

    private Task<int> Do(Func<int> work)
    {
        var job = new WriterJob(work);
        if (!_inbox.Add(new Work(null, job)))
        {
            job.Refuse(Trouble.Closed(_file));
        }

        return job.Done;
    }

    private void Run()
    {
        while (Turn())
        {
        }

        _ended.SetResult();
    }

    private bool Turn()
    {
        var isQuiet = _snapshots.Count == 0 && _toCover <= _tables.Covered;
        var goesOn = _inbox.Take(ref _work, ref _arrivedSnapshots, out var covered, wait: isQuiet);
        foreach (var snapshot in _arrivedSnapshots)
        {
            _snapshots.Add(snapshot);
        }

        _toCover = Math.Max(_toCover, covered);
        _arrivedSnapshots.Clear();
        DoWork();
        if (!_inbox.HasWork || _snapshots.Count > WaitingSnapshots)
        {
            WriteSomeSnapshots();
        }

        if (_rhythm.IsTime(_tables.TakePagesWritten(), isIdle: !_inbox.HasWork && _snapshots.Count == 0))
        {
            _checkpointer.Request();
        }

        _checkpointer.CutIfTooLong(_tables);
        return goesOn || _snapshots.Count > 0;
    }

    private void DoWork()
    {
        foreach (var work in _work)
        {
            if (work.Append is not null)
            {
                _group.Add(work.Append);
            }

            if (work.Job is not null || _group.Count == AppendsInGroup)
            {
                CommitGroup();
                work.Job?.Run();
            }
        }

        CommitGroup();
        _work.Clear();
    }

    private void CommitGroup()
    {
        while (_group.Count > 0)
        {
            try
            {
                var entries = _observers.Length > 0 ? _entries : null;
                Try(() =>
                {
                    _tables.Append(_group, _firstPositions, entries);
                    return 0;
                });
                Tell(entries);
                Answer(_group);
                _group.Clear();
            }
            catch (AppendRefusedException error)
            {
                _group.Remove(error.Request);
                _logger.AppendRefused(_file, error.Request.PersistenceId, error.Message);
                Answer(error.Request, Trouble.Refused(_file, error.Request.PersistenceId, error.InnerException!));
            }
            catch (JournalException error)
            {
                foreach (var request in _group)
                {
                    Answer(request, error);
                }

                _group.Clear();
            }
        }

        _entries.Clear();
    }

    private void WriteAllSnapshots()
    {
        do
        {
            WriteSomeSnapshots();
        }
        while (_snapshots.Count > 0);
    }

    private void WriteSomeSnapshots()
    {
        _snapshots.Take(SnapshotsInGroup, _saving, _overtaken);

        // What is covered counts only when the snapshots that cover it are written.
        var covered = _snapshots.Count == 0 ? _toCover : _tables.Covered;
        if (_saving.Count == 0 && covered <= _tables.Covered)
        {
            return;
        }

        var saved = TrySave(covered);
        foreach (var snapshot in _overtaken.Concat(_saving))
        {
            Answer(snapshot, saved);
        }

        _saving.Clear();
        _overtaken.Clear();
    }

    private bool TrySave(long covered)
    {
        try
        {
            Try(() =>
            {
                _tables.Save(_saving, covered);
                return 0;
            });
            return true;
        }
        catch (JournalException)
        {
            // Said by Try. Snapshots are lost without harm, and what they would have covered is read from the journal.
            _toCover = _tables.Covered;
            return false;
        }
    }

    // Keeps the health in step with the outcome of every write.
    private T Try<T>(Func<T> write)
    {
        try
        {
            var result = write();
            if (_health.Since is { } since)
            {
                _health = JournalHealth.Good;
                _logger.Healed(_file, _time.GetUtcNow() - since);
            }

            return result;
        }
        catch (JournalException error)
        {
            if (_health.IsGood)
            {
                _logger.WriteFailed(error.Message);
            }

            _health = new JournalHealth(error.Message, _health.Since ?? _time.GetUtcNow());
            throw;
        }
    }

    private void Tell(List<JournalEntry>? entries)
    {
        if (entries is null or [])
        {
            return;
        }

        foreach (var observer in _observers)
        {
            try
            {
                observer.Committed(CollectionsMarshal.AsSpan(entries));
            }
            catch (Exception error)
            {
                _logger.ObserverFailed(error, observer.GetType().Name, entries[0].Position, entries[^1].Position);
            }
        }
    }

    private void Answer(List<AppendRequest> group)
    {
        for (var i = 0; i < group.Count; i++)
        {
            var request = group[i];
            try
            {
                request.Completed(request.Events.IsEmpty ? _tables.Head : _firstPositions[i]);
            }
            catch (Exception error)
            {
                _logger.AnswerFailed(error, request.PersistenceId);
            }
        }
    }

    private void Answer(AppendRequest request, JournalException reason)
    {
        try
        {
            request.Failed(reason);
        }
        catch (Exception error)
        {
            _logger.AnswerFailed(error, request.PersistenceId);
        }
    }

    private void Answer(SnapshotRequest request, bool saved)
    {
        try
        {
            request.Saved?.Invoke(request, saved);
        }
        catch (Exception error)
        {
            _logger.AnswerFailed(error, request.PersistenceId);
        }
    }
}
