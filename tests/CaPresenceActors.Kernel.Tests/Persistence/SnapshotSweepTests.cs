using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

public sealed class SnapshotSweepTests
{
    private readonly InMemoryJournal _journal = new();

    [Fact]
    public void A_sweep_takes_a_snapshot_of_all_that_changed_and_covers_the_journal()
    {
        using var system = TestSystem.Create(_journal);
        foreach (var name in new[] { "a", "b", "c" })
        {
            var counter = system.ActorOf(() => new Counter(name));
            if (name != "c")
            {
                system.Ask<int>(counter, 1);
            }
        }

        Sweep(system);

        _journal.Covered.ShouldBe(2);
        _journal.SnapshotOf("a")!.Sequence.ShouldBe(1);
        _journal.SnapshotOf("b")!.Position.ShouldBe(2);
        _journal.SnapshotOf("c").ShouldBeNull();
    }

    [Fact]
    public void Nothing_happens_when_nothing_was_appended_since_the_last_sweep()
    {
        using var system = TestSystem.Create(_journal);
        system.Ask<int>(system.ActorOf(() => new Counter("a")), 1);
        Sweep(system);
        var turns = system.Dispatcher.Turns;

        Sweep(system);

        system.Dispatcher.Turns.ShouldBe(turns);
        _journal.CoverCalls.ShouldBe(1);
    }

    [Fact]
    public void An_append_that_is_committed_but_not_answered_yet_is_not_left_out()
    {
        using var system = TestSystem.Create(_journal);
        var counter = system.ActorOf(() => new Counter("a"));
        system.Ask<int>(counter, 1);
        Sweep(system);

        // The answer stands in the actor's mailbox, and the journal's head contains the event, when the sweep begins.
        counter.Tell(2);
        system.Time.Settle = null;
        while (_journal.Head == 1)
        {
            system.Dispatcher.RunOne();
        }

        Sweep(system);

        _journal.Covered.ShouldBe(2);
        using var after = TestSystem.Create(_journal.Reopen());
        after.Ask<int>(after.ActorOf(() => new Counter("a")), "sum").ShouldBe(3);
    }

    [Fact]
    public void An_actor_that_gives_no_snapshot_keeps_its_events_readable()
    {
        using var system = TestSystem.Create(_journal);
        system.Ask<int>(system.ActorOf(() => new Counter("a")), 1);
        var stubborn = system.ActorOf(() => new Bookkeeper((self, _) => self.Write(new Added(1))));
        system.Tell(stubborn, "go");

        Sweep(system);

        _journal.Covered.ShouldBe(0);
        system.Log.Of(KernelLogEvent.SnapshotSweepBlocked).Single().Message
            .ShouldBe("Snapshots cover the journal up to position 0 only, of 2. Without one: book. Recovery takes longer.");
    }

    [Fact]
    public void A_snapshot_that_cannot_be_taken_is_logged_and_the_actor_goes_on()
    {
        using var system = TestSystem.Create(_journal);
        var actor = system.ActorOf(() => new Bookkeeper((self, _) => self.Write(new Added(1))) { Snapshot = static () => throw new InvalidOperationException("no room") });
        system.Tell(actor, "go");

        Sweep(system);
        system.Tell(actor, "go");

        _journal.Covered.ShouldBe(0);
        _journal.Head.ShouldBe(2);
        system.Log.Of(KernelLogEvent.SnapshotFailed).Single().Cause!.Message.ShouldBe("no room");
    }

    [Fact]
    public void Who_stops_leaves_a_snapshot_so_that_its_events_are_not_lost_to_the_next_sweep()
    {
        using var system = TestSystem.Create(_journal);
        var counter = system.ActorOf(() => new Counter("a"));
        system.Ask<int>(counter, 5);
        system.Tell(counter, PoisonPill.Instance);
        system.Ask<int>(system.ActorOf(() => new Counter("b")), 1);

        Sweep(system);

        _journal.Covered.ShouldBe(2);
        system.Ask<int>(system.ActorOf(() => new Counter("a")), "sum").ShouldBe(5);
    }

    [Fact]
    public void However_many_have_stopped_a_sweep_does_not_outgrow_the_stack()
    {
        const int Many = 60_000;
        using var system = TestSystem.Create(_journal);
        for (var i = 0; i < Many; i++)
        {
            var name = $"a{i}";
            var counter = system.ActorOf(() => new Counter(name));
            system.Tell(counter, 1);
            system.Tell(counter, PoisonPill.Instance);
        }

        Sweep(system);

        _journal.Covered.ShouldBe(Many);
    }

    [Fact]
    public void A_system_that_ends_before_its_sweep_does_covers_nothing_that_has_no_snapshot()
    {
        const int MoreThanAreAskedTogether = 2_000;
        var names = Enumerable.Range(0, MoreThanAreAskedTogether).Select(i => $"a{i}").ToList();
        using (var system = TestSystem.Create(_journal))
        {
            foreach (var name in names)
            {
                system.Ask<int>(system.ActorOf(() => new Counter(name)), 5);
            }

            _journal.HoldCommits();
            var sweep = system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken);
            system.RunUntilIdle();
            var end = system.System.Terminate();
            system.RunUntilIdle();
            _journal.Release();
            system.Complete(end);
            system.Complete(sweep);
        }

        _journal.Covered.ShouldBe(0);
        using var next = TestSystem.Create(_journal.Reopen());
        names.Sum(name => next.Ask<int>(next.ActorOf(() => new Counter(name)), "sum")).ShouldBe(5 * MoreThanAreAskedTogether);
    }

    [Fact]
    public void Who_stops_without_a_snapshot_holds_sweeps_back_until_it_comes_again()
    {
        using var system = TestSystem.Create(_journal);
        var actor = system.ActorOf(() => new Bookkeeper((self, _) => self.Write(new Added(1))));
        system.Tell(actor, "go");
        system.Tell(actor, PoisonPill.Instance);
        Sweep(system);
        _journal.Covered.ShouldBe(0);
        system.System.Snapshots.Blocked.Keys.ShouldBe(["book"]);

        system.ActorOf(() => new Bookkeeper((self, _) => self.Write(new Added(1))) { Snapshot = static () => "state" });
        system.Ask<int>(system.ActorOf(() => new Counter("b")), 1);
        Sweep(system);

        _journal.Covered.ShouldBe(2);
    }

    [Fact]
    public void A_system_that_has_not_read_the_whole_journal_covers_nothing()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("a")), 1);
            before.Ask<int>(before.ActorOf(() => new Counter("b")), 2);
        }

        var journal = _journal.Reopen();
        using var after = TestSystem.Create(journal);
        after.Ask<int>(after.ActorOf(() => new Counter("a")), 3);
        Sweep(after);

        journal.Covered.ShouldBe(0);
        after.Ask<int>(after.ActorOf(() => new Counter("b")), "sum").ShouldBe(2);
    }

    [Fact]
    public void After_so_many_events_a_sweep_begins_by_itself()
    {
        using var system = TestSystem.Create(_journal, configure: static settings => settings with { SnapshotSweepEvery = 10 });
        var counter = system.ActorOf(() => new Counter("a"));
        for (var i = 0; i < 9; i++)
        {
            system.Ask<int>(counter, 1);
        }

        _journal.SnapshotOf("a").ShouldBeNull();
        system.Ask<int>(counter, 1);
        Sweep(system);

        _journal.SnapshotOf("a")!.Sequence.ShouldBe(10);
    }

    [Fact]
    public void A_sweep_that_began_by_itself_takes_its_time_until_somebody_waits_for_it()
    {
        const int Actors = 200;
        using var system = TestSystem.Create(_journal, configure: static settings => settings with { SnapshotSweepEvery = Actors });
        for (var number = 0; number < Actors; number++)
        {
            var name = $"c{number}";
            system.Ask<int>(system.ActorOf(() => new Counter(name)), 1);
        }

        system.Advance(TimeSpan.FromMilliseconds(15));
        Snapshots().ShouldBe(128);
        _journal.Covered.ShouldBe(0);

        Sweep(system);
        Snapshots().ShouldBe(Actors);
        _journal.Covered.ShouldBe(Actors);

        int Snapshots() => Enumerable.Range(0, Actors).Count(number => _journal.SnapshotOf($"c{number}") is not null);
    }

    [Fact]
    public void A_coordinated_shutdown_leaves_nothing_to_replay()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("a")), 5);
            before.Complete(before.System.CoordinatedShutdown.RunAsync("test"));
        }

        var diary = new List<string>();
        using var after = TestSystem.Create(_journal.Reopen());
        after.ActorOf(() => new Counter("a", diary));

        diary.ShouldBe(["snapshot 5", "completed"]);
    }

    [Fact]
    public void Who_is_stopped_while_it_waits_to_be_made_anew_holds_sweeps_back()
    {
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults);
        var counter = system.ActorOf(() => new Counter("a"));
        system.Ask<int>(counter, 1);
        faults.RefuseAppend();
        system.Tell(counter, 2);
        system.System.Stop(counter);
        system.RunUntilIdle();

        Sweep(system);

        _journal.Covered.ShouldBe(0);
        system.System.Snapshots.Blocked.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void A_sweep_does_not_wait_for_an_actor_that_waits_to_be_restarted_and_the_next_one_covers_it()
    {
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults);
        var counter = system.ActorOf(() => new Counter("a"));
        system.Ask<int>(counter, 1);
        faults.RefuseAppend();
        system.Tell(counter, 2);
        system.RunUntilIdle();
        Sweep(system);
        _journal.Covered.ShouldBe(0);
        _journal.SnapshotOf("a").ShouldBeNull();

        system.Advance(TimeSpan.FromSeconds(1));
        Sweep(system);

        _journal.Covered.ShouldBe(1);
        _journal.SnapshotOf("a")!.Sequence.ShouldBe(1);
    }

    [Fact]
    public void Who_gives_up_waiting_for_a_sweep_does_not_let_another_one_overtake_it()
    {
        using var system = TestSystem.Create(_journal);
        using var impatient = new CancellationTokenSource();
        var a = system.ActorOf(() => new Counter("a"));
        system.Ask<int>(a, 1);
        _journal.HoldCommits();
        var first = system.System.Snapshots.SweepAsync(impatient.Token);
        system.RunUntilIdle();
        impatient.Cancel();
        Should.Throw<OperationCanceledException>(() => system.Complete(first));

        var second = system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken);
        system.RunUntilIdle();
        _journal.Covered.ShouldBe(0);
        second.IsCompleted.ShouldBeFalse();

        _journal.Release();
        system.Complete(second);
        _journal.Covered.ShouldBe(1);
    }

    private static void Sweep(TestSystem system) => system.Complete(system.System.Snapshots.SweepAsync(TestContext.Current.CancellationToken));
}
