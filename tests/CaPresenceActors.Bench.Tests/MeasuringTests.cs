using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Tests;

public sealed class MeasuringTests
{
    [Fact]
    public void The_median_is_one_that_was_measured() => Spread.Of([4, 1, 3, 2]).ShouldBe(new Spread(2, 1, 4, 4));

    [Fact]
    public void Percentiles_count_things_and_not_samples()
    {
        var times = new Latencies(3);
        times.Add(1, count: 98);
        times.Add(5);
        times.Add(9);

        times.Summarise().ShouldBe(new LatencySummary(100, 1, 5, 9));
    }

    [Theory]
    [InlineData(99, false, true)]
    [InlineData(101, false, false)]
    [InlineData(101, true, true)]
    [InlineData(99, true, false)]
    public void A_bar_is_met_from_the_side_that_is_better(double measured, bool moreIsBetter, bool met) =>
        new Figure("speed", "events/s", Spread.Of(measured)) { Bar = 100, MoreIsBetter = moreIsBetter }.Met.ShouldBe(met);

    [Fact]
    public void A_plan_knows_what_is_shown_between_its_edges()
    {
        var plan = new CalendarPlan(CalendarPlan.Day, 2, TimeSpan.FromMinutes(10), TimeSpan.Zero);

        plan.PresenceAt(0, plan.Epoch.AddTicks(-1)).ShouldBe("Available");
        plan.PresenceAt(0, plan.Epoch).ShouldBe("In a meeting");
        plan.PresenceAt(0, plan.Epoch.AddMinutes(10)).ShouldBe("Available");
        plan.PresenceAt(0, plan.Epoch.AddMinutes(20)).ShouldBe("Lunch");
        plan.PresenceAt(0, plan.Epoch.AddMinutes(30)).ShouldBe("Available");
    }
}
