using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.SignIns;

public sealed class GuessCountersTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void So_many_guesses_are_free_and_then_one_in_each_interval()
    {
        var counters = new GuessCounters(most: 3, TimeSpan.FromSeconds(90), _time);

        Enumerable.Range(0, 3).Select(_ => counters.Take("boss")).ShouldAllBe(wait => wait == null);
        counters.Take("boss").ShouldBe(TimeSpan.FromSeconds(90));
        _time.Advance(TimeSpan.FromSeconds(89));
        counters.Take("boss").ShouldBe(TimeSpan.FromSeconds(1), "who is refused does not wait longer for it");
        _time.Advance(TimeSpan.FromSeconds(1));
        counters.Take("boss").ShouldBeNull();
        counters.Take("boss").ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void A_right_guess_does_not_count()
    {
        var counters = new GuessCounters(most: 1, TimeSpan.FromSeconds(90), _time);

        for (var times = 0; times < 10; times++)
        {
            counters.Take("boss").ShouldBeNull();
            counters.GiveBack("boss");
        }
    }

    [Fact]
    public void Right_guesses_are_no_store_of_free_ones()
    {
        var counters = new GuessCounters(most: 2, TimeSpan.FromSeconds(90), _time);
        counters.Take("boss").ShouldBeNull();
        _time.Advance(TimeSpan.FromHours(1));
        counters.GiveBack("boss");

        counters.Take("boss").ShouldBeNull();
        counters.Take("boss").ShouldBeNull();
        counters.Take("boss").ShouldNotBeNull();
    }
}
