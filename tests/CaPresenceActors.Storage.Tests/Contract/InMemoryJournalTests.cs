using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Storage.Tests.Contract;

public sealed class InMemoryJournalTests : JournalContract
{
    protected override Task<IJournal> OpenAsync() => Task.FromResult<IJournal>(new InMemoryJournal());

    protected override Task<IJournal> ReopenAsync(IJournal journal) => Task.FromResult<IJournal>(((InMemoryJournal)journal).Reopen());
}
