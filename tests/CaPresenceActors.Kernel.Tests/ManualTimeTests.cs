using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class ManualTimeTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_instant()
    {
        var start = _time.GetUtcNow();
        void Timer(string name, int seconds, int period) => _time.CreateTimer(
            _ => _fired.Add($"{name} at {(_time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(period));
        Timer("late", 9, 0);
        Timer("every", 2, 3);
        Timer("early", 1, 0);

        _time.Advance(TimeSpan.FromSeconds(9));

        _fired.ShouldBe(["early at 1", "every at 2", "every at 5", "every at 8", "late at 9"]);
        _time.GetUtcNow().ShouldBe(start.AddSeconds(9));
    }

    [Fact]
    public void A_step_of_the_wall_clock_lets_no_time_pass()
    {
        using var timer = _time.CreateTimer(_ => _fired.Add("fired"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var timestamp = _time.GetTimestamp();

        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));

        _time.GetTimestamp().ShouldBe(timestamp);
        _fired.ShouldBeEmpty();
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        _time.CreateTimer(_ => _fired.Add("fired"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));

        _fired.ShouldBeEmpty();
    }
}
