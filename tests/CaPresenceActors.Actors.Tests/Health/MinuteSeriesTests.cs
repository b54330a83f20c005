using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Actors.Tests.Health;

public sealed class MinuteSeriesTests
{
    private static readonly DateTimeOffset Eight = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Eight.AddSeconds(30));

    [Fact]
    public void Each_minute_has_its_own_counts_and_a_minute_without_any_is_there_too()
    {
        var series = new MinuteSeries(_time);
        series.Read();
        series.Read();
        series.ReadFailed();
        _time.Advance(TimeSpan.FromMinutes(2));
        series.Published([Change(PresenceCause.EventStarted, lateBy: 5), Change(PresenceCause.ManualSet, lateBy: 100)]);

        series.Last(60).ShouldBe(
        [
            new MinutePoint(Eight, 2, 1, 0, null),
            new MinutePoint(Eight.AddMinutes(1), 0, 0, 0, null),
            new MinutePoint(Eight.AddMinutes(2), 0, 0, 2, new Lateness(Milliseconds(5), Milliseconds(5), Milliseconds(5))),
        ]);
        series.Last(1).ShouldHaveSingleItem().Changes.ShouldBe(2);
    }

    [Theory]
    [InlineData(PresenceCause.EventStarted, true)]
    [InlineData(PresenceCause.EventResumed, true)]
    [InlineData(PresenceCause.EventEnded, true)]
    [InlineData(PresenceCause.ManualExpired, true)]
    [InlineData(PresenceCause.CalendarChanged, false)]
    [InlineData(PresenceCause.ManualSet, false)]
    public void Only_what_was_due_at_an_instant_that_was_known_can_be_late(PresenceCause cause, bool canBeLate)
    {
        var series = new MinuteSeries(_time);

        series.Published([Change(cause, lateBy: 5)]);

        (series.Last(1)[0].Lateness is not null).ShouldBe(canBeLate);
    }

    [Fact]
    public void A_day_is_kept_and_no_more()
    {
        var series = new MinuteSeries(_time);
        for (var minute = 0; minute < MinuteSeries.Kept + 10; minute++)
        {
            series.Read();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var points = series.Last(int.MaxValue);

        points.Count.ShouldBe(MinuteSeries.Kept);
        points[0].At.ShouldBe(Eight.AddMinutes(11));
        points.SkipLast(1).ShouldAllBe(point => point.Reads == 1);
    }

    [Fact]
    public void What_was_counted_a_day_ago_does_not_come_back_after_a_long_silence()
    {
        var series = new MinuteSeries(_time);
        series.Read();
        _time.Advance(TimeSpan.FromMinutes(MinuteSeries.Kept + 1));

        series.Last(MinuteSeries.Kept).ShouldAllBe(point => point.Reads == 0);
    }

    [Fact]
    public void A_clock_that_goes_back_goes_on_counting_in_the_minute_that_runs()
    {
        var series = new MinuteSeries(_time);
        series.Read();
        _time.SetUtcNow(Eight.AddMinutes(-5));
        series.Read();

        series.Last(60).ShouldBe([new MinutePoint(Eight, 2, 0, 0, null)]);
    }

    [Fact]
    public void Percentiles_are_exact_to_three_percent_whatever_the_size()
    {
        var histogram = new LatenessHistogram();
        histogram.Summary().ShouldBeNull();
        for (var number = 1; number <= 1_000; number++)
        {
            histogram.Add(TimeSpan.FromMicroseconds(number * number));
        }

        var summary = histogram.Summary()!;
        summary.P50.TotalMicroseconds.ShouldBeInRange(500 * 500, 500 * 500 * 1.032);
        summary.P99.TotalMicroseconds.ShouldBeInRange(990 * 990, 990 * 990 * 1.032);
        summary.Max.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_smallest_and_the_largest_lateness_are_counted()
    {
        var histogram = new LatenessHistogram();
        histogram.Add(TimeSpan.MinValue);
        histogram.Add(TimeSpan.MaxValue);

        histogram.Summary().ShouldBe(new Lateness(TimeSpan.Zero, new TimeSpan(long.MaxValue / 10 * 10), TimeSpan.MaxValue));
        histogram.Clear();
        histogram.Summary().ShouldBeNull();
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private PresenceChangeView Change(PresenceCause cause, int lateBy) => new()
    {
        Position = 1,
        Extension = "1203",
        Sequence = 1,
        At = _time.GetUtcNow() - Milliseconds(lateBy),
        RecordedAt = _time.GetUtcNow(),
        From = "Available",
        To = "Lunch",
        Cause = cause,
    };
}
