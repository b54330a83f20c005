using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class AskTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestSystem _system = TestSystem.Create();

    [Fact]
    public void Nobody_answers_and_the_asker_learns_whom_what_and_how_long_it_asked()
    {
        var silent = _system.ActorOf(() => new Scripted((_, _) => { }), "silent");
        var answer = silent.Ask<int>("question", Second, TestContext.Current.CancellationToken);

        _system.Advance(Second - TimeSpan.FromTicks(1));
        answer.IsCompleted.ShouldBeFalse();
        _system.Advance(TimeSpan.FromTicks(1));

        Should.Throw<AskTimeoutException>(() => _system.Complete(answer))
            .Message.ShouldBe("Actor /user/silent did not answer String within 00:00:01. It may have handled it all the same.");
    }

    [Fact]
    public void An_answer_that_comes_too_late_is_a_dead_letter()
    {
        IActorRef? asker = null;
        var slow = _system.ActorOf(() => new Scripted((self, _) => asker = self.From));
        var answer = slow.Ask<int>("question", Second, TestContext.Current.CancellationToken);
        _system.Advance(Second);

        asker!.Tell(42);

        Should.Throw<AskTimeoutException>(() => _system.Complete(answer));
        _system.System.DeadLetters.Counts.ShouldBe([new DeadLetterCount(DeadLetterReason.TooLate, "Int32", 1)]);
    }

    [Fact]
    public void A_failure_as_answer_is_thrown_at_the_asker()
    {
        var refusing = _system.ActorOf(() => new Scripted((self, _) => self.From.Tell(new Status.Failure(new NotSupportedException("no such extension")))));

        Should.Throw<NotSupportedException>(() => _system.Ask<int>(refusing, "question")).Message.ShouldBe("no such extension");
    }

    [Fact]
    public void Who_asks_for_anything_gets_a_failure_thrown_and_who_asks_for_a_status_gets_it_as_it_is()
    {
        var refusing = _system.ActorOf(() => new Scripted((self, _) => self.From.Tell(new Status.Failure(new NotSupportedException("no such extension")))));

        Should.Throw<NotSupportedException>(() => _system.Ask<object>(refusing, "question"));
        _system.Ask<Status>(refusing, "question").ShouldBeOfType<Status.Failure>();
    }

    [Fact]
    public void An_answer_of_another_type_is_thrown_at_the_asker()
    {
        var confused = _system.ActorOf(() => new Scripted((self, _) => self.From.Tell("text")), "confused");

        Should.Throw<UnexpectedAnswerException>(() => _system.Ask<int>(confused, "question"))
            .Message.ShouldBe("Actor /user/confused answered with String, but Int32 was expected.");
    }

    [Fact]
    public void Who_asks_a_stopped_actor_need_not_wait()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => { }), "gone");
        _system.Tell(actor, PoisonPill.Instance);

        Should.Throw<ActorStoppedException>(() => _system.Ask<int>(actor, "question")).ActorPath.ShouldBe("/user/gone");
    }

    [Fact]
    public void A_cancelled_question_waits_no_longer()
    {
        using var cancellation = new CancellationTokenSource();
        var silent = _system.ActorOf(() => new Scripted((_, _) => { }));
        var answer = silent.Ask<int>("question", Second, cancellation.Token);

        cancellation.Cancel();

        answer.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task The_code_after_the_await_does_not_run_on_the_answering_actors_stack()
    {
        using var system = new RealSystem();
        var inside = new ThreadLocal<bool>();
        var echo = system.ActorOf(() => new Scripted((self, message) =>
        {
            inside.Value = true;
            self.From.Tell(message);
            inside.Value = false;
        }));

        for (var i = 0; i < 1000; i++)
        {
            await echo.Ask<int>(i, RealSystem.Deadline, TestContext.Current.CancellationToken);
            inside.Value.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task An_asker_that_keeps_the_thread_of_the_answer_does_not_hold_up_the_actor()
    {
        using var real = new RealSystem();
        using var release = new ManualResetEventSlim();
        var echo = real.ActorOf(() => new Scripted((self, message) => self.From.Tell(message)));
        var keeping = Task.Run(
            async () =>
            {
                _ = await echo.Ask<string>("first", RealSystem.Deadline, TestContext.Current.CancellationToken);
                release.Wait(RealSystem.Deadline, TestContext.Current.CancellationToken).ShouldBeTrue();
            },
            TestContext.Current.CancellationToken);

        for (var question = 0; question < 100; question++)
        {
            (await echo.Ask<int>(question, RealSystem.Deadline, TestContext.Current.CancellationToken)).ShouldBe(question);
        }

        release.Set();
        await keeping.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_the_message_behind_it()
    {
        using var real = new RealSystem();
        using var full = new ManualResetEventSlim();
        using var answered = new ManualResetEventSlim();
        var sawTheAnswer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = real.ActorOf(() => new Scripted((self, message) =>
        {
            switch (message)
            {
                case "wait":
                    full.Wait(RealSystem.Deadline);
                    break;
                case "ask":
                    self.From.Tell("answer");
                    break;
                default:
                    sawTheAnswer.SetResult(answered.Wait(RealSystem.Deadline));
                    break;
            }
        }));
        actor.Tell("wait");
        var answer = actor.Ask<string>("ask", RealSystem.Deadline, TestContext.Current.CancellationToken);
        actor.Tell("look");
        full.Set();

        (await answer).ShouldBe("answer");
        answered.Set();
        (await sawTheAnswer.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task All_who_are_answered_in_one_turn_learn_it()
    {
        using var real = new RealSystem();
        var asking = new List<IActorRef>();
        var collecting = real.ActorOf(() => new Scripted((self, _) =>
        {
            asking.Add(self.From);
            if (asking.Count == 10)
            {
                asking.ForEach(asker => asker.Tell("now"));
            }
        }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => collecting.Ask<string>("when", RealSystem.Deadline, TestContext.Current.CancellationToken)));

        answers.ShouldAllBe(answer => answer == "now");
    }

    [Fact]
    public void Answered_questions_leave_nothing_in_the_timer_queue()
    {
        var echo = _system.ActorOf(() => new Scripted((self, message) => self.From.Tell(message)));
        for (var i = 0; i < 1000; i++)
        {
            _system.Complete(echo.Ask<int>(i, Second, TestContext.Current.CancellationToken));
        }

        _system.System.Timers.Count.ShouldBe(0);
    }
}
