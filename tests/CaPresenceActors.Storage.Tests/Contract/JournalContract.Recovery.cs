using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Without_snapshots_a_recovery_reads_all_events()
    {
        await Actor("anna").Append("a1", "a2");
        await Actor("bert").Append("b1");

        (await Recovered.All(Journal)).Events.ShouldBe(["1 anna 1 <0 a1", "2 anna 2 <1 a2", "3 bert 1 <0 b1"]);
        (await Recovered.One(Journal, "anna")).Events.ShouldBe(["1 anna 1 <0 a1", "2 anna 2 <1 a2"]);
        (await Recovered.One(Journal, "bert", lastPosition: 3)).Events.ShouldBe(["3 bert 1 <0 b1"]);
        (await Recovered.One(Journal, "nobody")).Calls.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recovery_reads_the_newest_snapshot_and_only_events_after_it()
    {
        var anna = Actor("anna");
        var bert = Actor("bert");
        await anna.Append("a1");
        (await anna.Save("after a1")).ShouldBeTrue();
        await bert.Append("b1");
        await anna.Append("a2");
        (await anna.Save("after a2")).ShouldBeTrue();
        await anna.Append("a3");
        await anna.Write("reading", "monday");

        await Reopen();
        var all = await Recovered.All(Journal);

        all.Snapshots.ShouldBe(["anna 2@3 after a2"]);
        all.Documents.ShouldBe(["anna/reading=monday"]);
        all.Events.ShouldBe(["2 bert 1 <0 b1", "4 anna 3 <3 a3"]);
        all.Calls.ToString().ShouldBe("SDEE");

        foreach (var lastPosition in new long?[] { null, 4 })
        {
            var one = await Recovered.One(Journal, "anna", lastPosition);
            one.Snapshots.ShouldBe(["anna 2@3 after a2"]);
            one.Documents.ShouldBe(["anna/reading=monday"]);
            one.Events.ShouldBe(["4 anna 3 <3 a3"]);
        }
    }

    [Fact]
    public async Task Covered_events_are_not_read_again()
    {
        var anna = Actor("anna");
        var bert = Actor("bert");
        await anna.Append("a1", "a2");
        await bert.Append("b1");
        await anna.Save("after a2");
        Journal.CoverBySnapshots(2);
        Journal.CoverBySnapshots(1);
        await Journal.FlushAsync(Cancellation);
        await bert.Append("b2");

        await Reopen();

        (await Recovered.All(Journal)).Events.ShouldBe(["3 bert 1 <0 b1", "4 bert 2 <3 b2"]);
        (await Recovered.One(Journal, "anna")).Calls.ToString().ShouldBe("S");
        (await Recovered.One(Journal, "bert")).Events.ShouldBe(["3 bert 1 <0 b1", "4 bert 2 <3 b2"]);
    }

    [Fact]
    public async Task Of_snapshots_in_the_wrong_order_the_newest_counts_and_all_are_answered()
    {
        var anna = Actor("anna");
        await anna.Append("a1");
        var old = (Sequence: anna.Sequence, Position: anna.Position);
        await anna.Append("a2");
        var newer = anna.Save("after a2");
        var answered = new TaskCompletionSource<bool>();
        Journal.SaveSnapshot(new("anna", old.Sequence, old.Position, "after a1"u8.ToArray(), (_, saved) => answered.SetResult(saved)));

        (await newer).ShouldBeTrue();
        (await answered.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation)).ShouldBeTrue();

        (await Recovered.All(Journal)).Snapshots.ShouldBe(["anna 2@2 after a2"]);
    }
}
