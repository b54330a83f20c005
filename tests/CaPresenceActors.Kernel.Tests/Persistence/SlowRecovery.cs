using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

/// <summary>A journal whose recoveries of single actors end when the test says so.</summary>
internal sealed class SlowRecovery(IJournal inner) : IJournal
{
    public TaskCompletionSource Finish { get; } = new();

    public long Head => inner.Head;

    public long Oldest => inner.Oldest;

    public JournalHealth Health => inner.Health;

    public void Append(AppendRequest request) => inner.Append(request);

    public void SaveSnapshot(SnapshotRequest request) => inner.SaveSnapshot(request);

    public void CoverBySnapshots(long position) => inner.CoverBySnapshots(position);

    public void Subscribe(IJournalObserver observer) => inner.Subscribe(observer);

    public Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation) => inner.RecoverAsync(reader, cancellation);

    public async Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation)
    {
        await Finish.Task;
        await inner.RecoverAsync(persistenceId, lastPosition, reader, cancellation);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation) =>
        inner.ReadAsync(afterPosition, limit, cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation) =>
        inner.ReadBackAsync(persistenceId, position, limit, cancellation);

    public Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit, CancellationToken cancellation) =>
        inner.PruneAsync(recordedBefore, limit, cancellation);

    public Task FlushAsync(CancellationToken cancellation) => inner.FlushAsync(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
