using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests.Timing;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestSystem _system = TestSystem.Create();
    private readonly List<(double Seconds, object Message)> _seen = [];
    private readonly DateTimeOffset _start;

    public TimerTests() => _start = _system.Time.GetUtcNow();

    [Fact]
    public void A_single_timer_fires_once_at_its_moment()
    {
        Actor(static self => self.Clockwork.StartSingleTimer("key", "tick", Second));

        _system.Advance(Second * 10);

        _seen.ShouldBe([(1, "tick")]);
    }

    [Fact]
    public void A_periodic_timer_fires_each_period_until_it_is_cancelled()
    {
        var actor = Actor(static self => self.Clockwork.StartPeriodicTimer("key", "tick", Second * 2, Second));
        _system.Advance(Second * 4);
        _system.Tell(actor, "cancel");
        _system.Advance(Second * 4);

        _seen.ShouldBe([(2, "tick"), (3, "tick"), (4, "tick")]);
    }

    [Fact]
    public void A_replaced_timer_is_not_heard_of_even_if_its_message_is_in_the_mailbox()
    {
        var actor = Actor(static self => self.Clockwork.StartSingleTimer("key", "old", Second));
        _system.Time.Settle = null;
        actor.Tell((Action<Scripted>)(static self => self.Clockwork.StartSingleTimer("key", "new", Second)));
        _system.Advance(Second);
        _system.RunUntilIdle();
        _system.Advance(Second);
        _system.RunUntilIdle();

        _seen.ShouldBe([(2, "new")]);
    }

    [Fact]
    public void A_cancelled_timer_is_not_heard_of_even_if_its_message_is_in_the_mailbox()
    {
        var actor = Actor(static self => self.Clockwork.StartSingleTimer("key", "tick", Second));
        _system.Time.Settle = null;
        actor.Tell("cancel");
        _system.Advance(Second);
        _system.RunUntilIdle();

        _seen.ShouldBeEmpty();
    }

    [Fact]
    public void Timers_end_with_a_restart_and_with_the_actor()
    {
        var starts = 0;
        var actor = Actor(self =>
        {
            if (++starts == 1)
            {
                self.Clockwork.StartSingleTimer("key", "tick", Second);
                self.Clockwork.WakeAt(_start + Second);
            }
        });
        _system.Tell(actor, "fail");
        _system.Advance(Second * 5);
        _seen.ShouldBeEmpty();
        _system.System.Timers.Count.ShouldBe(0);

        _system.Tell(actor, (Action<Scripted>)(static self => self.Clockwork.StartSingleTimer("key", "tick", Second)));
        _system.Tell(actor, PoisonPill.Instance);
        _system.System.Timers.Count.ShouldBe(0);
    }

    [Fact]
    public void A_timer_knows_whether_it_waits()
    {
        var states = new List<bool>();
        var actor = Actor(self => self.Clockwork.StartSingleTimer("key", "tick", Second));
        void Look() => _system.Tell(actor, (Action<Scripted>)(self => states.Add(self.Clockwork.IsTimerActive("key"))));

        Look();
        _system.Advance(Second);
        Look();

        states.ShouldBe([true, false]);
    }

    [Fact]
    public void A_wake_up_comes_at_its_instant_and_replaces_the_one_before()
    {
        Actor(self =>
        {
            self.Clockwork.WakeAt(_start + (Second * 9));
            self.Clockwork.WakeAt(_start + (Second * 5));
        });

        _system.Advance(TimeSpan.FromHours(24));

        _seen.ShouldBe([(5, WakeUp.Instance)]);
    }

    [Fact]
    public void An_instant_that_has_passed_wakes_at_once()
    {
        Actor(self => self.Clockwork.WakeAt(_start - TimeSpan.FromDays(1)));
        _system.Advance(TimeSpan.Zero);

        _seen.ShouldBe([(0, WakeUp.Instance)]);
    }

    [Fact]
    public void A_clock_stepped_forward_wakes_whom_the_new_time_concerns()
    {
        Actor(self => self.Clockwork.WakeAt(_start + TimeSpan.FromHours(1)));
        Actor(self => self.Clockwork.StartSingleTimer("key", "an hour later", TimeSpan.FromHours(1)));

        _system.StepClock(_start + TimeSpan.FromHours(2));
        _seen.ShouldBe([(7200, WakeUp.Instance)]);

        _system.Advance(TimeSpan.FromHours(1));
        _seen[^1].ShouldBe((3 * 3600, "an hour later"));
    }

    [Fact]
    public void A_clock_stepped_back_makes_the_wake_up_wait_for_the_new_time()
    {
        Actor(self => self.Clockwork.WakeAt(_start + TimeSpan.FromMinutes(10)));

        _system.StepClock(_start - TimeSpan.FromMinutes(10));
        _system.Advance(TimeSpan.FromMinutes(19));
        _seen.ShouldBeEmpty();
        _system.Advance(TimeSpan.FromMinutes(1));

        _seen.ShouldBe([(600, WakeUp.Instance)]);
    }

    [Fact]
    public void A_step_that_nobody_tells_of_is_noticed_within_a_minute()
    {
        Actor(self => self.Clockwork.WakeAt(_start + TimeSpan.FromHours(1)));
        _system.Time.SetUtcNow(_start + TimeSpan.FromHours(1));

        _system.Advance(TimeSpan.FromMinutes(1));

        _seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_timer_thread_fires_in_order_and_never_early()
    {
        const int Timers = 300;
        using var system = new RealSystem();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = 0;
        var fired = 0;
        var start = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Timers; i++)
        {
            var instant = start.AddMilliseconds(i % 200);
            system.ActorOf(() => new Scripted((_, _) =>
            {
                early += TimeProvider.System.GetUtcNow() < instant ? 1 : 0;
                if (Interlocked.Increment(ref fired) == Timers)
                {
                    done.SetResult();
                }
            })
            {
                OnPreStart = self => self.Clockwork.WakeAt(instant),
            });
        }

        await done.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
        early.ShouldBe(0);
    }

    private IActorRef Actor(Action<Scripted> start) => _system.ActorOf(() => new Scripted((self, message) =>
    {
        switch (message)
        {
            case "cancel":
                self.Clockwork.Cancel("key");
                break;
            case "fail":
                throw new InvalidOperationException("told to");
            case Action<Scripted> code:
                code(self);
                break;
            default:
                _seen.Add(((_system.Time.GetUtcNow() - _start).TotalSeconds, message));
                break;
        }
    })
    {
        OnPreStart = start,
    });
}
