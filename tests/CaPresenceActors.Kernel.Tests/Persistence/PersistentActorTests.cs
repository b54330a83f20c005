using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Supervision;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

public sealed class PersistentActorTests
{
    private readonly InMemoryJournal _journal = new();
    private readonly List<string> _diary = [];

    [Fact]
    public void State_survives_a_restart_of_the_system()
    {
        using (var before = TestSystem.Create(_journal))
        {
            var counter = before.ActorOf(() => new Counter("a"));
            before.Ask<int>(counter, 5).ShouldBe(5);
            before.Ask<int>(counter, 2).ShouldBe(7);
        }

        using var after = TestSystem.Create(_journal.Reopen());
        var recovered = after.ActorOf(() => new Counter("a", _diary));

        after.Ask<int>(recovered, "sum").ShouldBe(7);
        after.Ask<(long, long)>(recovered, "sequence").ShouldBe((2, 2));
        _diary.ShouldBe(["recovered 5", "recovered 2", "completed"]);
    }

    [Fact]
    public void Nothing_is_applied_nor_told_before_it_is_on_the_disk()
    {
        using var system = TestSystem.Create(_journal);
        var probe = system.CreateProbe();
        var counter = system.ActorOf(() => new Counter("a", _diary));
        _journal.HoldCommits();

        probe.Send(counter, 5);
        probe.Send(counter, 2);

        _diary.ShouldBe(["completed", "decide 5"]);
        probe.ExpectNoMsg();

        _journal.Release();
        probe.ExpectMsg(5);
        probe.ExpectMsg(7);
        _diary.ShouldBe(["completed", "decide 5", "apply 5", "decide 2", "apply 2"]);
    }

    [Fact]
    public void Observers_of_the_journal_hear_of_an_event_before_the_sender_is_answered()
    {
        using var system = TestSystem.Create(_journal);
        var probe = system.CreateProbe();
        _journal.Subscribe(new Observer(entries =>
        {
            probe.ExpectNoMsg();
            _diary.Add($"observed {((Added)entries[0].Event!).Amount}");
        }));

        probe.Send(system.ActorOf(() => new Counter("a", _diary)), 5);

        probe.ExpectMsg(5);
        _diary.ShouldBe(["completed", "decide 5", "observed 5", "apply 5"]);
    }

    [Fact]
    public void All_that_one_command_persists_is_one_append()
    {
        using var system = TestSystem.Create(_journal);
        var faults = new FaultInjectingJournal(_journal);
        using var faulty = TestSystem.Create(faults);
        var counter = faulty.ActorOf(() => new Counter("a"));

        faulty.Ask<int>(counter, new[] { 1, 2, 3 }).ShouldBe(1);

        faults.Appends.ShouldBe(1);
        _journal.Entries.Select(static entry => (entry.Sequence, entry.Previous)).ShouldBe([(1, 0), (2, 1), (3, 2)]);
    }

    [Fact]
    public void A_command_that_fails_after_persisting_appends_nothing()
    {
        using var system = TestSystem.Create(_journal);
        var actor = system.ActorOf(() => new Bookkeeper((self, message) =>
        {
            self.Write(new Added(1));
            throw new InvalidOperationException("changed my mind");
        }));

        system.Tell(actor, "go");

        _journal.Head.ShouldBe(0);
    }

    [Fact]
    public void A_resumed_actor_does_not_append_what_its_failed_command_had_decided()
    {
        using var system = TestSystem.Create(_journal, configure: static settings => settings with { GuardianStrategy = new OneForOneStrategy(_ => Directive.Resume) });
        var actor = system.ActorOf(() => new Bookkeeper((self, message) =>
        {
            self.Write(new Added((int)message));
            if (message is 1)
            {
                throw new InvalidOperationException("changed my mind");
            }
        }));

        system.Tell(actor, 1);
        system.Tell(actor, 2);

        _journal.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public void Documents_are_written_with_their_events_and_come_back_before_them()
    {
        using (var system = TestSystem.Create(_journal))
        {
            var actor = system.ActorOf(() => new Bookkeeper((self, message) =>
                self.WriteAll([new Added(1)], [new DocumentWrite("reading", new byte[] { 1, 2 }), new DocumentWrite("other", new byte[] { 3 })])));
            system.Tell(actor, "go");
            var deleter = system.ActorOf(() => new Bookkeeper((self, message) => self.WriteAll([], [new DocumentWrite("other", null)])));
            system.Tell(deleter, "go");
        }

        _journal.DocumentsOf("book").Keys.ShouldBe(["reading"]);
        var recovered = new List<object>();
        using var after = TestSystem.Create(_journal.Reopen());
        after.ActorOf(() => new Bookkeeper((_, _) => { }) { OnRecover = recovered.Add });

        recovered.Select(static part => part.GetType().Name).ShouldBe(["RecoveredDocument", "Added", "RecoveryCompleted"]);
    }

    [Fact]
    public void With_nothing_to_write_the_completion_runs_at_once_and_the_journal_is_left_alone()
    {
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults);
        var completed = 0;
        var actor = system.ActorOf(() => new Bookkeeper((self, _) => self.WriteAll([], [], () => completed++)));

        system.Tell(actor, "go");

        completed.ShouldBe(1);
        faults.Appends.ShouldBe(0);
    }

    [Fact]
    public void Handlers_may_persist_again_and_the_next_command_waits_for_that_too()
    {
        using var system = TestSystem.Create(_journal);
        var probe = system.CreateProbe();
        var actor = system.ActorOf(() => new Bookkeeper((self, message) =>
        {
            if (message is "two steps")
            {
                self.Write(new Added(1), () => self.Write(new Added(2), () => probe.Ref.Tell("both")));
            }
            else
            {
                probe.Ref.Tell(message);
            }
        }));

        actor.Tell("two steps");
        actor.Tell("next");
        system.RunUntilIdle();

        probe.TakeAll().ShouldBe(["both", "next"]);
        _journal.Head.ShouldBe(2);
    }

    [Fact]
    public void A_refused_append_leaves_no_trace_and_the_actor_comes_back_from_the_journal_after_a_wait()
    {
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults);
        var probe = system.CreateProbe();
        var counter = system.ActorOf(() => new Counter("a", _diary), "counter");
        system.Ask<int>(counter, 1);
        faults.RefuseAppend();

        probe.Send(counter, 5);
        probe.Send(counter, "sum");

        probe.ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<PersistFailedException>().Message
            .ShouldBe("a could not be written, and the command had no effect: The test lets the append of a fail.");
        probe.ExpectNoMsg();
        system.Advance(TimeSpan.FromSeconds(1));
        probe.ExpectMsg(1);
        system.Ask<int>(counter, 2).ShouldBe(3);
        _diary.ShouldBe(["completed", "decide 1", "apply 1", "decide 5", "refused", "recovered 1", "completed", "decide 2", "apply 2"]);
    }

    [Fact]
    public void A_journal_that_refuses_for_long_is_tried_less_and_less_often_and_heals()
    {
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults);
        var counter = system.ActorOf(() => new Counter("a"));
        faults.RefuseAppends();
        for (var i = 0; i < 100; i++)
        {
            counter.Tell(1);
        }

        system.Advance(TimeSpan.FromMinutes(2));
        faults.Refused.ShouldBeInRange(8, 15);

        faults.Heal();
        system.Advance(TimeSpan.FromMinutes(2));
        system.Ask<int>(counter, "sum").ShouldBe(100 - faults.Refused);
    }

    [Fact]
    public void Commands_wait_while_the_actor_recovers()
    {
        var slow = new SlowRecovery(_journal);
        using var system = TestSystem.Create(slow);
        var probe = system.CreateProbe();
        var counter = system.ActorOf(() => new Counter("a", _diary));
        probe.Send(counter, 1);
        probe.ExpectNoMsg();

        slow.Finish.SetResult();
        system.RunUntilIdle();

        probe.ExpectMsg(1);
        _diary.ShouldBe(["completed", "decide 1", "apply 1"]);
    }

    [Fact]
    public void A_recovery_that_fails_is_tried_again_after_a_wait()
    {
        var faults = new FaultInjectingJournal(_journal);
        faults.RefuseRecoveries(2);
        using var system = TestSystem.Create(faults);
        var probe = system.CreateProbe();
        var counter = system.ActorOf(() => new Counter("a"));
        probe.Send(counter, "sum");
        probe.ExpectNoMsg();

        system.Advance(TimeSpan.FromSeconds(1));

        probe.ExpectMsg(0);
        system.Log.Of(KernelLogEvent.ActorRestarted).Count.ShouldBe(2);
    }

    [Fact]
    public void An_event_that_the_actor_cannot_take_fails_the_recovery_and_says_which()
    {
        using (var before = TestSystem.Create(_journal))
        {
            before.Ask<int>(before.ActorOf(() => new Counter("book")), 5);
        }

        using var after = TestSystem.Create(_journal.Reopen());
        after.ActorOf(() => new Bookkeeper((_, _) => { }) { OnRecover = part => _ = part is Added ? throw new NotSupportedException("too old") : 0 });

        after.Log.Of(KernelLogEvent.ActorRestarted)[0].Cause!.Message.ShouldBe("book could not be recovered at event 1 (Added, position 1): too old");
    }

    [Fact]
    public void Snapshots_shorten_recovery()
    {
        using (var before = TestSystem.Create(_journal))
        {
            var counter = before.ActorOf(() => new Counter("a"));
            before.Ask<int>(counter, 5);
            before.Ask<int>(counter, 2);
            before.Tell(counter, "save");
            before.Ask<int>(counter, 1);
        }

        using var after = TestSystem.Create(_journal.Reopen());
        after.ActorOf(() => new Counter("a", _diary));

        _diary.ShouldBe(["snapshot 7", "recovered 1", "completed"]);
    }

    [Fact]
    public void An_actor_told_to_stop_while_its_append_is_under_way_answers_first()
    {
        using var system = TestSystem.Create(_journal);
        var probe = system.CreateProbe();
        var counter = system.ActorOf(() => new Counter("a", _diary));
        probe.Watch(counter);
        _journal.HoldCommits();
        probe.Send(counter, 5);
        system.System.Stop(counter);
        system.RunUntilIdle();
        probe.ExpectNoMsg();

        _journal.Release();

        probe.ExpectMsg(5);
        probe.ExpectTerminated(counter);
    }

    [Fact]
    public void A_handler_that_fails_half_way_loses_nothing_that_is_on_the_disk()
    {
        var fail = true;
        using var system = TestSystem.Create(_journal);
        var recovered = new List<object>();
        var actor = system.ActorOf(() => new Bookkeeper((self, message) => self.WriteAll([new Added(1), new Added(2), new Added(3)], [], () =>
        {
            if (fail)
            {
                fail = false;
                throw new InvalidOperationException("half-way");
            }
        }))
        {
            OnRecover = recovered.Add,
        });

        system.Tell(actor, "go");
        system.Tell(actor, "go");

        recovered.OfType<Added>().Count().ShouldBe(3);
        _journal.Head.ShouldBe(6);
    }

    [Fact]
    public void To_persist_before_recovery_has_ended_is_a_mistake_that_is_named()
    {
        using var system = TestSystem.Create(_journal);
        system.ActorOf(() => new Bookkeeper((_, _) => { }) { OnStart = self => self.Write(new Added(1)) });

        system.Log.Of(KernelLogEvent.ActorStoppedByFailure).Single().Message
            .ShouldContain("book can persist only while it handles a command or RecoveryCompleted.");
    }

    [Fact]
    public void A_persistent_actor_without_a_journal_stops_and_says_why()
    {
        using var system = TestSystem.Create(configure: static settings => settings with { Journal = null });
        system.ActorOf(() => new Counter("a"));

        system.Log.Of(KernelLogEvent.ActorStoppedByFailure).Single().Message
            .ShouldContain("a is a persistent actor, but the actor system \"test\" was made without a journal.");
    }

    [Fact]
    public void What_is_persisted_when_recovery_completes_comes_before_the_first_command()
    {
        using var system = TestSystem.Create(_journal);
        var actor = system.System.ActorOf(Props.Create(() => new Bookkeeper((self, _) => self.Write(new Added(2)))
        {
            OnRecoverWith = static (self, part) =>
            {
                if (part is RecoveryCompleted)
                {
                    self.Write(new Added(1));
                }
            },
        }));
        actor.Tell("go");
        system.RunUntilIdle();

        _journal.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Thousands_of_actors_on_real_threads_lose_and_double_nothing()
    {
        const int Actors = 200;
        const int Each = 50;
        using var system = new RealSystem(settings => settings with { Journal = _journal, Codec = new ObjectCodec(), SnapshotSweepEvery = 1000 });
        var counters = Enumerable.Range(0, Actors).Select(number => system.ActorOf(() => new Counter($"c{number}"))).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, Each).SelectMany(_ => counters)
            .Select(static counter => counter.Ask<int>(1, RealSystem.Deadline))).WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);

        answers.Order().ShouldBe(Enumerable.Range(1, Each).SelectMany(static sum => Enumerable.Repeat(sum, Actors)));
        _journal.Head.ShouldBe(Actors * Each);
        _journal.Entries.Select(static entry => entry.Position).ShouldBe(Enumerable.Range(1, Actors * Each).Select(static position => (long)position));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_the_order_of_turns_and_of_refusals_the_journal_and_the_actors_agree(int seed)
    {
        var random = new Random(seed);
        var faults = new FaultInjectingJournal(_journal);
        using var system = TestSystem.Create(faults, seed: seed);
        var counters = Enumerable.Range(0, 5).Select(number => system.ActorOf(() => new Counter($"c{number}"))).ToArray();
        var probe = system.CreateProbe();
        var accepted = new int[counters.Length];
        for (var step = 0; step < 200; step++)
        {
            var chosen = random.Next(counters.Length);
            switch (random.Next(6))
            {
                case 0:
                    faults.RefuseAppend(random.Next(1, 4));
                    break;
                case 1:
                    counters[chosen].Tell("fail");
                    break;
                case 2:
                    system.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
                    break;
                default:
                    counters[chosen].Tell(1, probe.Ref);
                    break;
            }
        }

        faults.Heal();
        system.Advance(TimeSpan.FromMinutes(5));

        for (var number = 0; number < counters.Length; number++)
        {
            accepted[number] = _journal.Entries.Count(entry => entry.PersistenceId == $"c{number}");
            system.Ask<int>(counters[number], "sum").ShouldBe(accepted[number]);
        }

        probe.TakeAll().Count(static answer => answer is int).ShouldBe(accepted.Sum());
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 20)];

    private sealed class Observer(Action<JournalEntry[]> committed) : IJournalObserver
    {
        public void Committed(ReadOnlySpan<JournalEntry> entries) => committed(entries.ToArray());
    }
}
