using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class TellTests
{
    private readonly TestSystem _system = TestSystem.Create();

    [Fact]
    public void An_actor_answers_what_it_is_asked() =>
        _system.Ask<string>(_system.ActorOf(() => new Scripted((self, message) => self.From.Tell(message))), "hello").ShouldBe("hello");

    [Fact]
    public void Messages_of_one_sender_arrive_in_order()
    {
        var probe = _system.CreateProbe();
        for (var i = 0; i < 100; i++)
        {
            probe.Ref.Tell(i);
        }

        probe.TakeAll().ShouldBe(Enumerable.Range(0, 100).Cast<object>());
    }

    [Fact]
    public void A_tell_never_runs_the_receiver_on_the_senders_stack()
    {
        var depth = 0;
        var deepest = 0;
        IActorRef? receiver = null;
        var sender = _system.ActorOf(() => new Scripted((_, _) =>
        {
            depth++;
            receiver!.Tell("now");
            depth--;
        }));
        receiver = _system.ActorOf(() => new Scripted((_, _) => deepest = Math.Max(deepest, depth)));

        _system.Tell(sender, "go");

        deepest.ShouldBe(0);
    }

    [Fact]
    public void Tell_without_a_sender_names_the_actor_whose_code_runs()
    {
        var probe = _system.CreateProbe();
        var sender = _system.ActorOf(() => new Scripted((_, message) => probe.Ref.Tell(message)), "teller");

        _system.Tell(sender, "hello");

        probe.ExpectMsg("hello");
        probe.LastSender.ShouldBe(sender);
    }

    [Fact]
    public void Outside_of_actors_there_is_no_sender_and_answers_become_dead_letters()
    {
        var echo = _system.ActorOf(() => new Scripted((self, message) => self.From.Tell(message)));

        _system.Tell(echo, "hello");

        _system.System.DeadLetters.Counts.ShouldBe([new DeadLetterCount(DeadLetterReason.Stopped, "String", 1)]);
    }

    [Fact]
    public void Forward_keeps_the_original_sender()
    {
        var probe = _system.CreateProbe();
        var last = _system.ActorOf(() => new Scripted((self, message) => self.From.Tell($"{message}!")));
        var first = _system.ActorOf(() => new Scripted((_, message) => last.Forward(message)));

        probe.Send(first, "hello");

        probe.ExpectMsg("hello!");
    }

    [Fact]
    public async Task The_state_of_an_actor_is_its_own_even_when_thousands_of_messages_come_from_many_threads()
    {
        const int Senders = 4;
        const int Each = 50_000;
        using var system = new RealSystem();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = new int[Senders];
        var disorder = 0;
        var total = 0;
        var actor = system.ActorOf(() => new Scripted((_, message) =>
        {
            var (sender, number) = ((int, int))message;
            disorder += next[sender]++ == number ? 0 : 1;
            if (++total == Senders * Each)
            {
                done.SetResult();
            }
        }));

        var threads = Enumerable.Range(0, Senders).Select(sender => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                actor.Tell((sender, i));
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());

        await done.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
        disorder.ShouldBe(0);
    }

    [Fact]
    public async Task Two_actors_that_answer_each_other_never_run_at_the_same_time_as_themselves()
    {
        const int Rounds = 20_000;
        using var system = new RealSystem();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = 0;
        var overlaps = 0;
        ActorBase Make() => new Scripted((self, message) =>
        {
            overlaps += Interlocked.Increment(ref inside) > 4 ? 1 : 0;
            if ((int)message == 0)
            {
                done.TrySetResult();
            }
            else
            {
                self.From.Tell((int)message - 1);
            }

            Interlocked.Decrement(ref inside);
        });
        var pairs = Enumerable.Range(0, 4).Select(_ => (system.ActorOf(Make), system.ActorOf(Make))).ToList();

        pairs.ForEach(static pair => pair.Item1.Tell(Rounds, pair.Item2));

        await done.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
        overlaps.ShouldBe(0);
    }

    [Fact]
    public void A_context_used_outside_of_its_turn_says_so()
    {
        IActorContext? context = null;
        var actor = _system.ActorOf(() => new Scripted((self, _) => context = self.Ctx), "careless");
        _system.Tell(actor, "go");

        Should.Throw<InvalidOperationException>(() => context!.ActorOf(Props.Create<Nothing>()))
            .Message.ShouldBe("The context of /user/careless was used outside of its turn, for example after an await. Use PipeTo, and act on the message that comes back.");
    }

    [Fact]
    public void An_actor_cannot_be_made_by_hand() =>
        Should.Throw<InvalidOperationException>(() => new Nothing()).Message.ShouldContain("start it with ActorOf");

    [Fact]
    public void The_result_of_a_task_comes_back_as_a_message_and_its_failure_too()
    {
        var probe = _system.CreateProbe();
        var source = new TaskCompletionSource<string>();

        Task.FromResult(42).PipeTo(probe.Ref, static number => $"number {number}");
        Task.FromException<int>(new TimeoutException("too late")).PipeTo(probe.Ref);
        Task.FromResult<string?>(null).PipeTo(probe.Ref);
        source.Task.PipeTo(probe.Ref);
        probe.ExpectMsg("number 42");
        probe.ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<TimeoutException>();
        probe.ExpectMsg(Status.Success.Empty);
        probe.ExpectNoMsg();

        source.SetResult("done");
        probe.ExpectMsg("done");
    }

    [Fact]
    public void Stashed_messages_come_back_first_and_in_their_order()
    {
        var seen = new List<object>();
        var open = false;
        var actor = _system.ActorOf(() => new Scripted((self, message) =>
        {
            if (message is "open")
            {
                open = true;
                self.TakeBack();
            }
            else if (open)
            {
                seen.Add(message);
            }
            else
            {
                self.PutAside();
            }
        }));

        foreach (var message in new[] { "1", "2", "open", "3" })
        {
            actor.Tell(message);
        }

        _system.RunUntilIdle();
        seen.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void Become_replaces_the_behaviour_until_the_actor_is_restarted()
    {
        var probe = _system.CreateProbe();
        var actor = _system.ActorOf(() => new Scripted((self, message) =>
        {
            if (message is "become")
            {
                self.Ctx.BecomeStacked(other =>
                {
                    if (other is "back")
                    {
                        self.Ctx.UnbecomeStacked();
                    }
                    else if (other is "fail")
                    {
                        throw new InvalidOperationException("told to");
                    }
                    else
                    {
                        probe.Ref.Tell($"new {other}");
                    }
                });
            }
            else
            {
                probe.Ref.Tell($"old {message}");
            }
        }));

        foreach (var message in new[] { "become", "1", "back", "2", "become", "fail", "3" })
        {
            _system.Tell(actor, message);
        }

        probe.TakeAll().ShouldBe(["new 1", "old 2", "old 3"]);
    }

    [Fact]
    public void An_idle_actor_does_not_keep_what_its_last_sender_waited_with()
    {
        var actor = _system.ActorOf(() => new Nothing());
        _system.Tell(actor, "hello", _system.CreateProbe().Ref);

        ((ActorCell)actor).SenderOrNull.ShouldBeNull();
    }

    private sealed class Nothing : ActorBase
    {
        protected override void Receive(object message)
        {
        }
    }
}
