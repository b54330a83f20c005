using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

public sealed class BulkRecoveryTests
{
    private const int Entities = 300;
    private static readonly ShardRegionSettings Counters = new() { Entity = Props.Create(id => new Counter($"counter-{id}")), PersistencePrefix = "counter-" };
    private readonly InMemoryJournal _journal = new();

    [Fact]
    public void One_pass_recovers_all_entities_with_snapshots_documents_and_the_events_after_them()
    {
        Fill();
        using var system = TestSystem.Create(Reopened());
        var recovery = system.System.BeginRecovery();
        var region = ShardRegion.Start(system.System, "counters", Counters);
        var summary = system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken));

        summary.Actors.ShouldBe(Entities);
        summary.Failed.ShouldBe(0);
        summary.Events.ShouldBe(Entities / 2);
        for (var i = 0; i < Entities; i++)
        {
            system.Ask<int>(region, new ShardEnvelope($"{i}", "sum")).ShouldBe(i % 2 == 0 ? i + 1001 : i + 1);
        }
    }

    [Fact]
    public void Actors_outside_of_regions_take_part_when_they_are_started_before_the_pass()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("rules")), 5);
        }

        var counting = new CountingRecoveries(_journal.Reopen());
        using var system = TestSystem.Create(counting);
        var recovery = system.System.BeginRecovery();
        var rules = system.ActorOf(() => new Counter("rules"));
        var fresh = system.ActorOf(() => new Counter("fresh"));
        system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken));

        system.Ask<int>(rules, "sum").ShouldBe(5);
        system.Ask<int>(fresh, "sum").ShouldBe(0);
        counting.Alone.ShouldBe(0);

        system.Ask<int>(system.ActorOf(() => new Counter("later")), "sum").ShouldBe(0);
        counting.Alone.ShouldBe(1);
    }

    [Fact]
    public void Entities_without_a_past_that_are_started_before_or_during_the_pass_need_no_recovery_of_their_own()
    {
        Fill();
        var counting = new CountingRecoveries(Reopened());
        using var system = TestSystem.Create(counting);
        var recovery = system.System.BeginRecovery();
        var region = ShardRegion.Start(system.System, "counters", Counters);
        region.Tell(new StartEntity("new"));
        var run = recovery.RunAsync(TestContext.Current.CancellationToken);
        region.Tell(new ShardEnvelope("newer", 5));
        system.Complete(run).Actors.ShouldBeInRange(Entities + 1, Entities + 2);

        system.Ask<int>(region, new ShardEnvelope("newer", "sum")).ShouldBe(5);
        counting.Alone.ShouldBe(0);
    }

    [Fact]
    public void Commands_that_come_during_the_pass_wait_for_the_past()
    {
        Fill();
        using var system = TestSystem.Create(Reopened());
        var recovery = system.System.BeginRecovery();
        var region = ShardRegion.Start(system.System, "counters", Counters);
        var probe = system.CreateProbe();
        probe.Send(region, new ShardEnvelope("7", "sum"));
        probe.ExpectNoMsg();

        system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken));

        probe.ExpectMsg(8);
    }

    [Fact]
    public void Whom_the_region_does_not_want_back_is_not_started_and_does_not_hold_sweeps_back()
    {
        Fill();
        var journal = Reopened();
        using var system = TestSystem.Create(journal);
        var recovery = system.System.BeginRecovery();
        ShardRegion.Start(system.System, "counters", Counters with { Recovers = static id => id != "0" });
        system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken)).Actors.ShouldBe(Entities - 1);

        system.Complete(system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken));
        journal.Covered.ShouldBe(journal.Head);
    }

    [Fact]
    public void After_the_pass_new_entities_need_no_search_and_those_that_come_again_do()
    {
        Fill();
        var counting = new CountingRecoveries(Reopened());
        using var system = TestSystem.Create(counting);
        var recovery = system.System.BeginRecovery();
        var region = ShardRegion.Start(system.System, "counters", Counters with { Recovers = static id => id != "4" });
        system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken));

        system.Ask<int>(region, new ShardEnvelope("new", 1)).ShouldBe(1);
        counting.Alone.ShouldBe(0);

        system.Ask<EntityStopped>(region, new StopEntity("new"));
        system.Ask<int>(region, new ShardEnvelope("new", "sum")).ShouldBe(1);
        system.Ask<int>(region, new ShardEnvelope("4", "sum")).ShouldBe(1005);
        counting.Alone.ShouldBe(2);

        system.Tell(region, new ShardEnvelope("newer", 7));
        system.Tell(region, new ShardEnvelope("newer", "fail"));
        system.Ask<int>(region, new ShardEnvelope("newer", "sum")).ShouldBe(7);
        counting.Alone.ShouldBe(3);
    }

    [Fact]
    public void Events_that_belong_to_nobody_are_reported_and_never_covered()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("forgotten")), 5);
        }

        var journal = _journal.Reopen();
        using var system = TestSystem.Create(journal);
        system.Complete(system.System.BeginRecovery().RunAsync(TestContext.Current.CancellationToken));
        system.Ask<int>(system.ActorOf(() => new Counter("b")), 1);
        system.Complete(system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken));

        journal.Covered.ShouldBe(0);
        system.Log.Of(KernelLogEvent.PersistenceIdWithoutOwner).Single().Message.ShouldContain("forgotten");
    }

    [Fact]
    public void Who_recovered_alone_before_the_pass_is_neither_reported_nor_in_the_way()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("rules")), 5);
        }

        var journal = _journal.Reopen();
        using var system = TestSystem.Create(journal);
        system.Ask<int>(system.ActorOf(() => new Counter("rules")), "sum").ShouldBe(5);
        system.Complete(system.System.BeginRecovery().RunAsync(TestContext.Current.CancellationToken));
        system.Complete(system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken));

        journal.Covered.ShouldBe(journal.Head);
        system.Log.Of(KernelLogEvent.PersistenceIdWithoutOwner).ShouldBeEmpty();
    }

    [Fact]
    public void A_journal_that_cannot_be_read_fails_the_pass_and_the_actors_recover_alone_later()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("rules")), 5);
        }

        var faults = new FaultInjectingJournal(_journal.Reopen());
        using var system = TestSystem.Create(faults);
        faults.RefuseRecoveries(1);
        var recovery = system.System.BeginRecovery();
        var rules = system.ActorOf(() => new Counter("rules"));

        Should.Throw<JournalException>(() => system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken)));
        system.Advance(TimeSpan.FromSeconds(1));

        system.Ask<int>(rules, "sum").ShouldBe(5);
    }

    [Fact]
    public void An_entity_that_cannot_recover_does_not_keep_the_others_waiting()
    {
        Fill();
        using var system = TestSystem.Create(Reopened());
        var recovery = system.System.BeginRecovery();
        ShardRegion.Start(system.System, "counters", Counters with
        {
            Entity = Props.Create(id => id == "3"
                ? new Bookkeeper((_, _) => { }, "counter-3") { OnRecover = static _ => throw new NotSupportedException("too old") }
                : new Counter($"counter-{id}")),
        });

        var summary = system.Complete(recovery.RunAsync(TestContext.Current.CancellationToken));

        summary.Failed.ShouldBe(1);
        summary.Actors.ShouldBe(Entities);
    }

    [Fact]
    public async Task On_real_threads_thousands_recover_while_commands_come_in()
    {
        Fill();
        var journal = Reopened();
        using var system = new RealSystem(settings => settings with { Journal = journal, Codec = new ObjectCodec() });
        var recovery = system.System.BeginRecovery();
        var region = ShardRegion.Start(system.System, "counters", Counters);
        var answers = Enumerable.Range(0, Entities).Select(id => region.Ask<int>(new ShardEnvelope($"{id}", 1), RealSystem.Deadline)).ToList();

        await recovery.RunAsync(TestContext.Current.CancellationToken).WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
        var sums = await Task.WhenAll(answers).WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);

        sums.ShouldBe(Enumerable.Range(0, Entities).Select(static id => id % 2 == 0 ? id + 1002 : id + 2));
    }

    // Every entity has the sum id + 1 in a snapshot; every second one has had another thousand since.
    private void Fill()
    {
        using var system = TestSystem.Create(_journal);
        var region = ShardRegion.Start(system.System, "counters", Counters);
        for (var i = 0; i < Entities; i++)
        {
            system.Tell(region, new ShardEnvelope($"{i}", i + 1));
        }

        system.Complete(system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken));
        for (var i = 0; i < Entities; i += 2)
        {
            system.Tell(region, new ShardEnvelope($"{i}", 1000));
        }
    }

    private InMemoryJournal Reopened() => _journal.Reopen();
}
