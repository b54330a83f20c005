using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public sealed class SqliteJournalContractTests : JournalContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IJournal> OpenAsync() => await _folder.OpenAsync();

    protected override async Task<IJournal> ReopenAsync(IJournal journal)
    {
        await journal.DisposeAsync();
        return await _folder.OpenAsync();
    }
}
