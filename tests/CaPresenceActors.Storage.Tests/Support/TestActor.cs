using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>Keeps count of one persistent actor's events, as the kernel does.</summary>
internal sealed class TestActor(IJournal journal, string persistenceId)
{
    public string PersistenceId => persistenceId;

    public long Sequence { get; private set; }

    public long Position { get; private set; }

    /// <summary>Appends events and waits until they are on the disk. Returns the position of the first.</summary>
    public Task<long> Append(params string[] events) => Append(TestAppend.Noon, events);

    public Task<long> Append(DateTimeOffset at, params string[] events) => Append(new TestAppend(persistenceId, Sequence + 1, Position, [.. events.Select(text => TestAppend.Event(text))]) { At = at });

    public Task<long> Write(string key, string? text) => Append(new TestAppend(persistenceId, Sequence + 1, Position, [], TestAppend.Document(key, text)));

    public async Task<long> Append(TestAppend append)
    {
        journal.Append(append);
        var first = await append.Outcome;
        if (append.Events.Length > 0)
        {
            Sequence += append.Events.Length;
            Position = first + append.Events.Length - 1;
        }

        return first;
    }

    /// <summary>Queues a snapshot of the newest state. The task says whether it was saved.</summary>
    public Task<bool> Save(string state)
    {
        var saved = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        journal.SaveSnapshot(new SnapshotRequest(persistenceId, Sequence, Position, System.Text.Encoding.UTF8.GetBytes(state), (_, good) => saved.SetResult(good)));
        return saved.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }
}
