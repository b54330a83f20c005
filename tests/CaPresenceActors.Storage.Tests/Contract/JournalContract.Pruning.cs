using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly DateTimeOffset Monday = TestAppend.Noon;
    private static readonly DateTimeOffset Tuesday = Monday.AddDays(1);
    private static readonly DateTimeOffset Wednesday = Monday.AddDays(2);

    [Fact]
    public async Task Nothing_is_pruned_that_no_snapshot_covers()
    {
        await Actor("anna").Append(Monday, "a1");

        (await Journal.PruneAsync(Wednesday, 10, Cancellation)).ShouldBe(0);

        Journal.Oldest.ShouldBe(1);
    }

    [Fact]
    public async Task The_oldest_covered_entries_are_pruned_in_small_batches()
    {
        var anna = Actor("anna");
        await anna.Append(Monday, "a1", "a2", "a3");
        await anna.Append(Tuesday, "a4");
        await anna.Save("after a4");
        Journal.CoverBySnapshots(4);
        await Journal.FlushAsync(Cancellation);

        (await Journal.PruneAsync(Tuesday, 2, Cancellation)).ShouldBe(2);
        Journal.Oldest.ShouldBe(3);
        (await Journal.PruneAsync(Tuesday, 2, Cancellation)).ShouldBe(1);
        (await Journal.PruneAsync(Tuesday, 2, Cancellation)).ShouldBe(0);

        Journal.Oldest.ShouldBe(4);
        Journal.Head.ShouldBe(4);
        (await ReadAll()).ShouldBe(["4 anna 4 <3 a4"]);
        Lines.Of(await Journal.ReadBackAsync("anna", 4, 10, Cancellation)).ShouldBe(["4 anna 4 <3 a4"]);
    }

    [Fact]
    public async Task An_entry_that_is_not_old_keeps_younger_positions_from_being_pruned()
    {
        var anna = Actor("anna");
        await anna.Append(Monday, "a1");
        await anna.Append(Wednesday, "a2");
        await anna.Append(Monday, "a3"); // the clock was set back
        await anna.Save("after a3");
        Journal.CoverBySnapshots(3);
        await Journal.FlushAsync(Cancellation);

        (await Journal.PruneAsync(Tuesday, 10, Cancellation)).ShouldBe(1);

        (await ReadAll()).ShouldBe(["2 anna 2 <1 a2", "3 anna 3 <2 a3"]);
    }

    [Fact]
    public async Task Positions_go_on_after_everything_was_pruned_and_the_journal_reopened()
    {
        var anna = Actor("anna");
        await anna.Append(Monday, "a1", "a2");
        await anna.Save("after a2");
        Journal.CoverBySnapshots(2);
        await Journal.FlushAsync(Cancellation);
        (await Journal.PruneAsync(Tuesday, 10, Cancellation)).ShouldBe(2);

        await Reopen();

        Journal.Head.ShouldBe(2);
        Journal.Oldest.ShouldBe(3);
        (await Recovered.All(Journal)).Calls.ToString().ShouldBe("S");
        (await Actor("bert").Append("b1")).ShouldBe(3);
        Journal.Oldest.ShouldBe(3);
        await Reopen();
        (await ReadAll()).ShouldBe(["3 bert 1 <0 b1"]);
        Journal.Oldest.ShouldBe(3);
    }
}
