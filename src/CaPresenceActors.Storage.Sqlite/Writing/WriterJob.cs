using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>Something besides appends that the writer does in turn: after everything that was queued before it.</summary>
internal sealed class WriterJob(Func<int> work)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Done => _done.Task;

    public void Run()
    {
        try
        {
            _done.SetResult(work());
        }
        catch (JournalException error)
        {
            _done.SetException(error);
        }
    }

    public void Refuse(JournalException reason) => _done.SetException(reason);
}
