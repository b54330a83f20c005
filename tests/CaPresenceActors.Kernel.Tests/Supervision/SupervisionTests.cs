using CaPresenceActors.Kernel.Supervision;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests.Supervision;

public sealed class SupervisionTests
{
    private readonly TestSystem _system = TestSystem.Create();
    private readonly List<string> _diary = [];
    private string _failingHook = "";

    // What happens to a child when a hook throws once, by directive of its supervisor.
    [Theory]
    [InlineData("receive", Directive.Resume, "make,PreStart,message,message", true)]
    [InlineData("receive", Directive.Restart, "make,PreStart,message,PreRestart,PostStop,make,PostRestart,PreStart,message", true)]
    [InlineData("receive", Directive.Stop, "make,PreStart,message,PostStop", false)]
    [InlineData("factory", Directive.Resume, "make,make,PostRestart,PreStart,message,message", true)]
    [InlineData("factory", Directive.Restart, "make,make,PostRestart,PreStart,message,message", true)]
    [InlineData("factory", Directive.Stop, "make", false)]
    [InlineData("PreStart", Directive.Resume, "make,PreStart,make,PostRestart,PreStart,message,message", true)]
    [InlineData("PreStart", Directive.Restart, "make,PreStart,make,PostRestart,PreStart,message,message", true)]
    [InlineData("PreStart", Directive.Stop, "make,PreStart", false)]
    public void A_failing_hook_is_treated_as_the_supervisor_says(string hook, Directive directive, string expected, bool lives)
    {
        var child = ChildOf(new OneForOneStrategy(_ => directive), hook);
        _system.Tell(child, "1");
        _system.Tell(child, "2");

        string.Join(',', _diary).ShouldBe(expected);
        IsAlive(child).ShouldBe(lives);
    }

    [Theory]
    [InlineData("PreRestart", "make,PreStart,message,PreRestart,make,PostRestart,PreStart,message", true)]
    [InlineData("PostStop", "make,PreStart,message,PreRestart,PostStop,make,PostRestart,PreStart,message", true)]
    [InlineData("PostRestart", "make,PreStart,message,PreRestart,PostStop,make,PostRestart,make,PostRestart,PreStart,message", true)]
    public void A_hook_that_fails_during_a_restart_is_contained(string hook, string expected, bool lives)
    {
        _failingHook = hook;
        var child = ChildOf(new OneForOneStrategy(_ => Directive.Restart), "receive");
        _system.Tell(child, "1");
        _system.Tell(child, "2");

        string.Join(',', _diary).ShouldBe(expected);
        IsAlive(child).ShouldBe(lives);
    }

    [Fact]
    public void A_failing_PostStop_is_logged_and_the_actor_stops_all_the_same()
    {
        _failingHook = "PostStop";
        var child = ChildOf(SupervisorStrategy.Default, "");
        _system.Tell(child, PoisonPill.Instance);

        IsAlive(child).ShouldBeFalse();
        _system.Log.Of(KernelLogEvent.HookFailed).Single().Message.ShouldBe("PostStop failed. It is left at that.");
    }

    [Fact]
    public void A_failing_decider_is_replaced_by_the_default_one()
    {
        var child = ChildOf(new OneForOneStrategy(_ => throw new NotSupportedException("no idea")), "receive");
        _system.Tell(child, "1");
        _system.Tell(child, "2");

        IsAlive(child).ShouldBeTrue();
        _system.Log.Of(KernelLogEvent.DeciderFailed).Count.ShouldBe(1);
        _system.Log.Of(KernelLogEvent.ActorRestarted).Count.ShouldBe(1);
    }

    [Fact]
    public void By_default_who_cannot_start_or_was_killed_stops_and_others_are_restarted()
    {
        SupervisorStrategy.DefaultDecider(new ActorInitializationException("/a", "PreStart", new TimeoutException())).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new PostRestartException("/a", "PostRestart", new TimeoutException())).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new ActorKilledException("/a")).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new DeathPactException("/a", "/b")).ShouldBe(Directive.Stop);
        SupervisorStrategy.DefaultDecider(new TimeoutException()).ShouldBe(Directive.Restart);
    }

    [Fact]
    public void The_message_that_failed_is_lost_and_the_mailbox_is_kept()
    {
        var seen = new List<object>();
        var actor = _system.ActorOf(() => new Scripted((_, message) =>
        {
            if (message is "bad")
            {
                throw new InvalidOperationException("bad");
            }

            seen.Add(message);
        }));
        foreach (var message in new[] { "1", "bad", "2", "3" })
        {
            actor.Tell(message);
        }

        _system.RunUntilIdle();
        seen.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void Escalation_fails_the_supervisor_and_its_restart_stops_the_children()
    {
        IActorRef? child = null;
        var parents = 0;
        var parent = _system.ActorOf(Props.Create(() => new Scripted((_, _) => { })
        {
            OnPreStart = self =>
            {
                parents++;
                child = self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => throw new InvalidOperationException("deep trouble"))), "child");
            },
        }).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Escalate)), "parent");
        var first = child!;
        var probe = _system.CreateProbe();
        probe.Watch(first);

        _system.Tell(first, "go");

        parents.ShouldBe(2);
        child.ShouldNotBe(first);
        probe.ExpectTerminated(first);
        IsAlive(parent).ShouldBeTrue();
        _system.Log.Of(KernelLogEvent.FailureEscalated).Single().Source.ShouldBe("/user/parent/child");
        _system.Log.Of(KernelLogEvent.ActorRestarted).Single().Source.ShouldBe("/user/parent");
    }

    [Fact]
    public void A_resumed_supervisor_resumes_the_child_that_failed_it()
    {
        IActorRef? child = null;
        var seen = new List<object>();
        var system = TestSystem.Create(configure: static settings => settings with { GuardianStrategy = new OneForOneStrategy(_ => Directive.Resume) });
        system.ActorOf(Props.Create(() => new Scripted((_, _) => { })
        {
            OnPreStart = self => child = self.Ctx.ActorOf(Props.Create(() => new Scripted((_, message) =>
            {
                seen.Add(message);
                if (message is "bad")
                {
                    throw new InvalidOperationException("bad");
                }
            }))),
        }).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Escalate)));

        system.Tell(child!, "bad");
        system.Tell(child!, "good");

        seen.ShouldBe(["bad", "good"]);
    }

    [Fact]
    public void Nobody_is_above_the_guardian_so_escalation_stops_the_actor_and_not_the_process()
    {
        var system = TestSystem.Create(configure: static settings => settings with { GuardianStrategy = new OneForOneStrategy(_ => Directive.Escalate) });
        var actor = system.ActorOf(() => new Scripted((_, _) => throw new InvalidOperationException("bad")));
        var neighbour = system.ActorOf(() => new Scripted((self, message) => self.From.Tell(message)));

        system.Tell(actor, "go");

        Should.Throw<ActorStoppedException>(() => system.Ask<string>(actor, "there?"));
        system.Ask<string>(neighbour, "there?").ShouldBe("there?");
    }

    [Fact]
    public void Too_many_restarts_within_the_time_stop_the_actor()
    {
        var strategy = new OneForOneStrategy { MaxRetries = 2, Within = TimeSpan.FromSeconds(10) };
        var child = FailingChildOf(strategy);
        _system.Tell(child, "1");
        _system.Tell(child, "2");
        _system.Advance(TimeSpan.FromSeconds(11));
        _system.Tell(child, "3");
        _system.Tell(child, "4");
        IsAlive(child).ShouldBeTrue();

        _system.Tell(child, "5");

        IsAlive(child).ShouldBeFalse();
    }

    [Fact]
    public void Back_off_doubles_the_wait_up_to_the_longest_and_holds_the_mailbox_meanwhile()
    {
        var backoff = new RestartBackoff { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(3), Jitter = 0, ResetAfter = TimeSpan.FromMinutes(1) };
        var seen = new List<double>();
        var start = _system.Time.GetUtcNow();
        IActorRef? child = null;
        Parent(new OneForOneStrategy { Backoff = backoff }, self => child = self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) =>
        {
            seen.Add((_system.Time.GetUtcNow() - start).TotalSeconds);
            throw new InvalidOperationException("again");
        }))));

        for (var i = 0; i < 4; i++)
        {
            child!.Tell(i);
        }

        _system.Advance(TimeSpan.FromSeconds(20));
        seen.ShouldBe([0, 1, 3, 6]);

        _system.Advance(TimeSpan.FromMinutes(2));
        child!.Tell("later");
        child!.Tell("later still");
        _system.Advance(TimeSpan.FromSeconds(20));
        (seen[^1] - seen[^2]).ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 0, 4)]
    [InlineData(6, 0, 30)]
    [InlineData(1000, 0, 30)]
    [InlineData(1, 0.5, 1.1)]
    [InlineData(1000, 0.5, 33)]
    public void Each_wait_is_twice_the_last_one_plus_a_random_part(int restart, double random, double seconds) =>
        new RestartBackoff { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(30), Jitter = 0.2 }
            .DelayBefore(restart, random).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void An_actor_that_backs_off_can_be_stopped()
    {
        var child = FailingChildOf(new OneForOneStrategy { Backoff = new RestartBackoff { First = TimeSpan.FromHours(1) } });
        _system.Tell(child, "1");

        _system.System.Stop(child);
        _system.RunUntilIdle();

        IsAlive(child).ShouldBeFalse();
    }

    [Fact]
    public void A_restart_waits_for_the_end_of_the_children()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => throw new InvalidOperationException("bad"))
        {
            OnPreStart = self =>
            {
                _diary.Add("start");
                self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => { }) { OnPostStop = () => _diary.Add("child stopped") }), "same-name");
            },
            OnPostStop = () => _diary.Add("stop"),
        });

        _system.Tell(actor, "go");

        _diary.ShouldBe(["start", "stop", "child stopped", "start"]);
    }

    [Fact]
    public void Children_stop_before_their_parents()
    {
        var system = TestSystem.Create();
        Scripted Node(string name, Action<Scripted>? start = null) => new((_, _) => { }) { OnPreStart = start, OnPostStop = () => _diary.Add(name) };
        system.ActorOf(() => Node("top", top =>
            top.Ctx.ActorOf(Props.Create(() => Node("middle", middle =>
                middle.Ctx.ActorOf(Props.Create(() => Node("bottom"))))))));

        system.Terminate();

        _diary.ShouldBe(["bottom", "middle", "top"]);
    }

    [Fact]
    public void Kill_fails_and_by_default_stops_the_actor()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => { }), "victim");
        _system.Tell(actor, Kill.Instance);

        IsAlive(actor).ShouldBeFalse();
        _system.Log.Of(KernelLogEvent.ActorStoppedByFailure).Single().Message.ShouldContain("Actor /user/victim was killed by a Kill message.");
    }

    [Fact]
    public void PoisonPill_stops_after_what_came_before()
    {
        var seen = new List<object>();
        var actor = _system.ActorOf(() => new Scripted((_, message) => seen.Add(message)));
        actor.Tell(1);
        actor.Tell(PoisonPill.Instance);
        actor.Tell(2);
        _system.RunUntilIdle();

        seen.ShouldBe([1]);
    }

    [Fact]
    public void A_name_is_taken_until_its_actor_has_stopped()
    {
        var first = _system.ActorOf(() => new Scripted((_, _) => { }), "only");
        Should.Throw<InvalidOperationException>(() => _system.ActorOf(() => new Scripted((_, _) => { }), "only"))
            .Message.ShouldBe("/user has a child \"only\" already. A name is free again when its actor has stopped.");

        _system.Tell(first, PoisonPill.Instance);
        _system.ActorOf(() => new Scripted((_, _) => { }), "only").ShouldNotBe(first);
    }

    [Fact]
    public void What_befalls_many_actors_at_once_does_not_fill_the_log()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => throw new InvalidOperationException("always")));
        for (var i = 0; i < 100; i++)
        {
            _system.Tell(actor, i);
        }

        _system.Advance(TimeSpan.FromMinutes(1));
        _system.Tell(actor, "once more");

        var lines = _system.Log.Of(KernelLogEvent.ActorRestarted);
        lines.Count.ShouldBe(21);
        lines[^1].Message.ShouldBe("InvalidOperationException: always The actor is restarted. 80 more of this kind since the last such line.");
    }

    [Fact]
    public async Task A_throwing_actor_disturbs_neither_its_neighbours_nor_the_thread_pool()
    {
        const int Messages = 2_000;
        using var system = new RealSystem();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var bad = Enumerable.Range(0, 8).Select(_ => system.ActorOf(() => new Scripted((_, _) => throw new InvalidOperationException("always")))).ToList();
        var good = system.ActorOf(() => new Scripted((_, _) =>
        {
            if (++count == Messages)
            {
                done.SetResult();
            }
        }));

        for (var i = 0; i < Messages; i++)
        {
            bad[i % bad.Count].Tell(i);
            good.Tell(i);
        }

        await done.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
    }

    private bool IsAlive(IActorRef actor) => _system.System.Find(actor.Path.ToString()) is not null;

    private void Parent(SupervisorStrategy strategy, Action<Scripted> preStart) =>
        _system.ActorOf(Props.Create(() => new Scripted((_, _) => { }) { OnPreStart = preStart }).WithSupervisorStrategy(strategy));

    private IActorRef FailingChildOf(SupervisorStrategy strategy)
    {
        IActorRef? child = null;
        Parent(strategy, self => child = self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => throw new InvalidOperationException("always")))));
        return child!;
    }

    private IActorRef ChildOf(SupervisorStrategy strategy, string failing)
    {
        var failures = new HashSet<string> { failing, _failingHook };
        void Step(string name)
        {
            _diary.Add(name switch { "factory" => "make", "receive" => "message", _ => name });
            if (failures.Remove(name))
            {
                throw new InvalidOperationException($"{name} fails once");
            }
        }

        IActorRef? child = null;
        Parent(strategy, self => child = self.Ctx.ActorOf(Props.Create(() =>
        {
            Step("factory");
            return new Scripted((_, _) => Step("receive"))
            {
                OnPreStart = _ => Step("PreStart"),
                OnPostStop = () => Step("PostStop"),
                OnPreRestart = () => Step("PreRestart"),
                OnPostRestart = () => Step("PostRestart"),
            };
        }), "child"));
        _system.RunUntilIdle();
        return child!;
    }
}
