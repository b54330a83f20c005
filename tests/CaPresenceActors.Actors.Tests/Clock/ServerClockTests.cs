using CaPresenceActors.Actors.Clock;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Actors.Tests.Clock;

public sealed class ServerClockTests : IDisposable
{
    private readonly SimulatedMachine _machine = new();
    private readonly ServerClock _clock;
    private readonly SimulatedServer _server;

    public ServerClockTests()
    {
        _clock = new ServerClock(_machine, NullLogger<ServerClock>.Instance);
        _server = new SimulatedServer(_machine, new Random(1));
    }

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void One_answer_bounds_the_difference_by_two_seconds_and_its_round_trip()
    {
        var sent = new DateTimeOffset(2026, 11, 23, 8, 0, 0, 250, TimeSpan.Zero);

        var bounds = ClockBounds.OfAnswer(sent, sent + Seconds(0.5), new DateTimeOffset(2026, 11, 23, 8, 0, 10, TimeSpan.Zero));

        bounds.ShouldBe(new ClockBounds(Seconds(9.25), Seconds(11.75)));
    }

    [Fact]
    public void Nothing_is_known_and_nothing_corrected_before_the_first_answer() =>
        _clock.Report().ShouldBe(new ServerClockReport(null, TimeSpan.Zero, false, 0, null));

    [Fact]
    public void Clocks_that_agree_are_not_corrected()
    {
        Answers(300, every: 1);

        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
        _clock.Report().Difference!.Value.Holds(TimeSpan.Zero).ShouldBeTrue();
        _clock.Time.GetUtcNow().ShouldBe(_machine.GetUtcNow());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    [InlineData(3600)]
    [InlineData(-86400)]
    public void Clocks_that_differ_are_corrected_and_a_warning_given(double seconds)
    {
        _server.Ahead(Seconds(seconds));

        Answers(120, every: 1);

        _clock.Report().Warning.ShouldBeTrue();
        _clock.Report().Correction.TotalSeconds.ShouldBe(seconds, 0.5);
        (_clock.Time.GetUtcNow() - _server.Clock).TotalSeconds.ShouldBe(0, 0.5);
    }

    [Fact]
    public void A_difference_of_a_second_and_a_half_is_corrected_without_a_warning()
    {
        _server.Ahead(Seconds(1.5));

        Answers(120, every: 1);

        _clock.Report().Correction.TotalSeconds.ShouldBe(1.5, 0.3);
        _clock.Report().Warning.ShouldBeFalse();
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-7)]
    [InlineData(3)]
    public void One_lying_answer_changes_nothing(double lie)
    {
        Answers(120, every: 1);
        var before = _clock.Report();

        _server.Answer(_clock, Seconds(lie));

        _clock.Report().Correction.ShouldBe(before.Correction);
        Answers(120, every: 1);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_first_answer_that_lies_changes_nothing()
    {
        _server.Answer(_clock, Seconds(3600));
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);

        Answers(120, every: 1);

        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_liar_among_honest_servers_is_never_believed()
    {
        for (var i = 0; i < 600; i++)
        {
            _server.Answer(_clock, i % 2 == 1 ? Seconds(8) : TimeSpan.Zero);
            _machine.Pass(0.5);
            _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(86400)]
    public void A_large_step_is_believed_when_answers_over_a_minute_agree(double step)
    {
        Answers(120, every: 1);
        _server.Ahead(Seconds(step));

        Answers(50, every: 1);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);

        Answers(30, every: 1);
        _clock.Report().Correction.TotalSeconds.ShouldBe(step, 0.5);
    }

    [Fact]
    public void A_small_step_is_believed_when_answers_over_ten_seconds_agree()
    {
        Answers(120, every: 1);
        _server.Ahead(Seconds(3));
        Answers(5, every: 1);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);

        Answers(15, every: 1);

        _clock.Report().Correction.TotalSeconds.ShouldBe(3, 1);
    }

    [Fact]
    public void Two_answers_far_apart_are_too_few_for_a_step()
    {
        Answers(10, every: 1);
        _server.Ahead(Seconds(100));

        Answers(2, every: 600);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);

        Answers(1, every: 1);
        _clock.Report().Correction.TotalSeconds.ShouldBe(100, 2);
    }

    [Fact]
    public void An_outage_forgets_no_correction()
    {
        _server.Ahead(Seconds(3));
        Answers(120, every: 1);
        var correction = _clock.Report().Correction;

        _machine.Pass(TimeSpan.FromHours(12));

        _clock.Report().Correction.ShouldBe(correction);
        _clock.Report().Difference!.Value.Width.ShouldBeGreaterThan(Seconds(40));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-5)]
    public void Setting_our_own_clock_back_does_not_move_the_corrected_clock(double by)
    {
        Answers(120, every: 1);
        var before = _clock.Time.GetUtcNow();

        _machine.Jump(Seconds(by));

        _clock.Time.GetUtcNow().ShouldBe(before);
        _clock.Report().Correction.TotalSeconds.ShouldBe(-by, 0.001);
        _server.Answer(_clock);
        _clock.Report().Difference!.Value.Holds(_server.Difference).ShouldBeTrue();
    }

    [Fact]
    public void Setting_our_own_clock_right_ends_the_correction()
    {
        _server.Ahead(Seconds(30));
        Answers(120, every: 1);
        var before = _clock.Time.GetUtcNow();

        _machine.Jump(Seconds(30));

        (_clock.Time.GetUtcNow() - before).ShouldBe(TimeSpan.Zero);
        _clock.Report().Correction.TotalSeconds.ShouldBe(0, 0.5);
        Answers(60, every: 1);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_machine_that_slept_is_on_time_at_once()
    {
        Answers(120, every: 1);
        var before = _clock.Time.GetUtcNow();

        Sleep(TimeSpan.FromHours(8));

        (_clock.Time.GetUtcNow() - before).ShouldBe(TimeSpan.FromHours(8));
        Answers(3, every: 1);
        _clock.Report().Correction.ShouldBe(TimeSpan.Zero);
        _clock.Report().Difference!.Value.Width.ShouldBeLessThan(Seconds(1));
    }

    [Fact]
    public void Our_own_clock_set_wrong_by_an_hour_is_found_out_by_the_next_answer()
    {
        Answers(120, every: 1);

        _machine.Jump(TimeSpan.FromHours(1));
        _clock.Time.GetUtcNow();
        _server.Answer(_clock);

        _clock.Report().Correction.TotalSeconds.ShouldBe(-3600, 0.5);
    }

    [Fact]
    public void An_answer_that_was_under_way_while_our_own_clock_was_set_is_not_counted()
    {
        Answers(120, every: 1);
        var (sent, received, date) = _server.Ask();
        _machine.Jump(TimeSpan.FromHours(-1));

        _clock.Observed(sent, received, date);

        _clock.Report().Answers.ShouldBe(120);
        _clock.Observed(sent, sent - TimeSpan.FromTicks(1), date);
        _clock.Report().Answers.ShouldBe(120);
    }

    [Fact]
    public void An_answer_from_before_our_own_clock_was_put_forward_does_not_speak_for_the_new_time()
    {
        Answers(120, every: 1);
        var (sent, received, date) = _server.Ask();
        _machine.Jump(TimeSpan.FromHours(1));

        _clock.Observed(sent, received, date);
        _server.Answer(_clock);

        _clock.Report().Answers.ShouldBe(121);
        _clock.Report().Correction.TotalSeconds.ShouldBe(-3600, 0.5);
    }

    [Fact]
    public void Who_waits_for_an_instant_hears_of_a_correction_and_of_a_jump_that_nobody_read()
    {
        var heard = 0;
        _clock.Time.Changed += (_, _) => heard++;
        Answers(120, every: 1);
        heard.ShouldBe(0);

        _machine.Jump(TimeSpan.FromHours(1));
        _machine.Pass(5);
        heard.ShouldBe(1);

        _server.Answer(_clock);
        heard.ShouldBe(2);
    }

    [Fact]
    public void A_disposed_clock_looks_no_more()
    {
        _machine.Alarms.ShouldBe(1);
        _clock.Dispose();
        _machine.Alarms.ShouldBe(0);
    }

    // The monotonic clock sleeps too; the server's does not.
    private void Sleep(TimeSpan time)
    {
        _machine.Jump(time);
        _server.Ahead(time);
    }

    private void Answers(int count, double every)
    {
        for (var i = 0; i < count; i++)
        {
            _machine.Pass(every);
            _server.Answer(_clock);
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
