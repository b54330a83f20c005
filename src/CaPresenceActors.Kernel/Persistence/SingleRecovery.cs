using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>Reads the past of one persistent actor and sends it there piece by piece.</summary>
internal sealed class SingleRecovery(ActorCell cell, string persistenceId) : IRecoveryReader, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly RecoveryBlock _block = new();

    public void Start(IJournal journal, long? lastPosition)
    {
        Task reading;
        try
        {
            reading = journal.RecoverAsync(persistenceId, lastPosition, this, _cancellation.Token);
        }
        catch (Exception e)
        {
            // A journal that throws at once instead of in its task is treated alike.
            reading = Task.FromException(e);
        }

        if (reading.IsCompleted)
        {
            End(reading);
        }
        else
        {
            _ = reading.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Abandon()
    {
        _cancellation.Cancel();
        Dispose();
    }

    public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload) =>
        cell.Send(new SnapshotPart(this, sequence, position, _block.Keep(payload)));

    public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload) =>
        cell.Send(new DocumentPart(this, key, _block.Keep(payload)));

    public void Event(JournalEntry entry) => cell.Send(new EventPart(this, _block.Keep(entry)));

    public void Dispose() => _cancellation.Dispose();

    private void End(Task reading)
    {
        var failure = reading.IsCompletedSuccessfully
            ? null
            : new RecoveryFailedException(persistenceId, "the journal", reading.Exception?.InnerException ?? new TaskCanceledException(reading));
        cell.Send(new RecoveryEnd(this, failure));
    }
}
