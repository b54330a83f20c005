using CaPresenceActors.Kernel.Timing;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests.Timing;

public sealed class TimerQueueTests
{
    private readonly ManualTime _time = new();
    private int _woken;

    [Fact]
    public void The_driver_is_woken_only_for_what_is_due_before_it_looks_by_itself()
    {
        var queue = new TimerQueue(_time) { Earlier = () => _woken++ };
        var timeout = new Timed();
        queue.ArmAfter(timeout, TimeSpan.FromSeconds(10));
        _woken.ShouldBe(1);
        queue.FireDue().ShouldBe(TimeSpan.FromSeconds(10));

        queue.Disarm(timeout);
        queue.ArmAfter(timeout, TimeSpan.FromSeconds(10.5));
        _woken.ShouldBe(1);

        queue.ArmAfter(new Timed(), TimeSpan.FromSeconds(2));
        _woken.ShouldBe(2);
    }

    [Fact]
    public void What_was_armed_without_waking_the_driver_fires_after_its_next_look()
    {
        var queue = new TimerQueue(_time) { Earlier = () => _woken++ };
        var (first, second) = (new Timed(), new Timed());
        queue.ArmAfter(first, TimeSpan.FromSeconds(10));
        queue.FireDue();
        queue.Disarm(first);
        queue.ArmAfter(second, TimeSpan.FromSeconds(11));

        _time.Advance(TimeSpan.FromSeconds(10));
        queue.FireDue().ShouldBe(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        queue.FireDue();

        (first.Fired, second.Fired, _woken).ShouldBe((0, 1, 1));
    }

    private sealed class Timed : ITimed
    {
        public int Fired { get; private set; }

        public int TimerSlot { get; set; }

        public bool OnWallClock => false;

        public void Fire() => Fired++;
    }
}
