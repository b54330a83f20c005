using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

/// <summary>
/// What every journal promises. The same tests run over each of them.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Entries stand under one position for the whole site: 1, 2, 3 … without a gap, in the order in which the appends arrived.</item>
/// <item>Each entry names its actor's sequence and the position of its actor's entry before it (0 for the first).</item>
/// <item>An append is applied whole, events and documents, or not at all, and answered once.</item>
/// <item>Who was told "done" finds the entry in <see cref="IJournal.Head"/>, in every read, and with every observer.</item>
/// <item>Observers hear of every entry once, in order, with the event itself. Reads give the same entry without the event.</item>
/// <item>Documents are overwritten and deleted, and take no position.</item>
/// <item>Of snapshots the newest counts. Snapshots that are saved can be covered; what is covered is not read again by a recovery.</item>
/// <item>A recovery hands over snapshots and documents first, then the events that they do not contain, in order.</item>
/// <item>Pruning takes the oldest entries that are both old and covered, and never makes a gap. Positions are never given out again.</item>
/// <item>All of this is the same after the journal was closed and opened again.</item>
/// </list>
/// </remarks>
public abstract partial class JournalContract : IAsyncLifetime
{
    private IJournal? _journal;

    private protected IJournal Journal => _journal!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _journal = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a new, empty journal.</summary>
    protected abstract Task<IJournal> OpenAsync();

    /// <summary>Closes a journal and opens what it left behind.</summary>
    protected abstract Task<IJournal> ReopenAsync(IJournal journal);

    private async Task Reopen() => _journal = await ReopenAsync(Journal);

    private TestActor Actor(string persistenceId) => new(Journal, persistenceId);

    private async Task<string[]> ReadAll() => Lines.Of(await Journal.ReadAsync(0, int.MaxValue, Cancellation));
}
