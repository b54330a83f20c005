using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Tests.Polling;

public sealed class PollPlanTroubleTests
{
    [Theory]
    [InlineData(ReadFailure.Transient)]
    [InlineData(ReadFailure.Throttled)]
    [InlineData(ReadFailure.NotUnderstood)]
    public void Passing_trouble_of_one_mailbox_is_tried_again_at_growing_distances(ReadFailure failure)
    {
        var run = Troubled(failure).RunFor(Minutes(60));

        var gaps = Gaps(run.TimesOf(0));
        gaps[0].ShouldBeInRange(4, 5);
        gaps[1].ShouldBeInRange(8, 10.1);
        gaps.Skip(6).ShouldAllBe(gap => gap >= 239 && gap < 301);
        run.TimesOf(1).Count.ShouldBe(61);
    }

    [Theory]
    [InlineData(ReadFailure.AccessDenied)]
    [InlineData(ReadFailure.UnknownMailbox)]
    [InlineData(ReadFailure.MailboxBroken)]
    [InlineData(ReadFailure.RequestRefused)]
    public void Lasting_trouble_of_a_mailbox_is_looked_at_slowly(ReadFailure failure)
    {
        var run = Troubled(failure).RunFor(Minutes(120));

        Gaps(run.TimesOf(0)).ShouldAllBe(gap => gap >= 7.5 * 60 && gap <= (15 * 60) + 1);
        run.AnswersTo("0")[0].Answer.NextTry!.Value.ShouldBe(run.TimesOf(0)[1]);
    }

    [Fact]
    public void A_mailbox_that_moves_is_tried_again_after_one_to_five_minutes() =>
        Gaps(Troubled(ReadFailure.MailboxMoving).RunFor(Minutes(60)).TimesOf(0)).ShouldAllBe(gap => gap >= 47 && gap <= 301);

    [Fact]
    public void A_good_read_ends_the_trouble()
    {
        var run = Troubled(ReadFailure.Transient).RunFor(Minutes(10));
        run.Server = PlanRun.Good;

        run.RunFor(Minutes(10));

        Gaps(run.TimesOf(0).TakeLast(4)).ShouldAllBe(gap => Math.Abs(gap - 60) < 0.1);
        run.Plan.Health(run.Now, _ => default, null).ByFailure.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_asks_to_be_left_alone_is_left_alone_even_when_somebody_asks()
    {
        var run = Troubled(ReadFailure.Throttled, TimeSpan.FromSeconds(100)).RunFor(Minutes(1));
        run.Plan.ReadSoon("0", run.Now);

        run.RunFor(Minutes(2));

        run.TimesOf(0)[1].ShouldBeInRange(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(111));
    }

    [Fact]
    public void A_wish_of_a_day_is_not_taken_at_its_word() =>
        Gaps(Troubled(ReadFailure.Throttled, TimeSpan.FromDays(1)).RunFor(Minutes(180)).TimesOf(0)).ShouldAllBe(gap => gap <= 67 * 60);

    [Fact]
    public void Somebody_who_asks_for_a_denied_mailbox_does_not_wait_for_the_slow_look()
    {
        var run = Troubled(ReadFailure.AccessDenied).RunFor(Minutes(2));
        run.Server = PlanRun.Good;

        run.Plan.ReadSoon("0", run.Now);
        run.RunFor(TimeSpan.FromSeconds(1));

        run.TimesOf(0).Count.ShouldBe(2);
    }

    [Fact]
    public void When_one_denied_mailbox_can_be_read_the_others_are_looked_at_soon()
    {
        var run = new PlanRun { Server = PlanRun.Failing(ReadFailure.AccessDenied) }.Begin(200).RunFor(Minutes(20));
        run.Server = PlanRun.Good;

        run.RunFor(Minutes(3));

        run.Plan.Health(run.Now, _ => default, null).ByFailure.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_cannot_be_reached_is_probed_one_request_at_a_time()
    {
        var run = new PlanRun().Begin(500).RunFor(Minutes(5.3));
        var before = run.Requests.Count;
        run.Server = PlanRun.Failing(ReadFailure.Unreachable);
        run.Latency = () => TimeSpan.FromSeconds(10);

        run.RunFor(Minutes(60));

        // Eight were under way or begun before the third had failed; then one at a time, every 24 to 30 s plus its 10 s of waiting.
        (run.Requests.Count - before).ShouldBeInRange(80, 130);
        run.News.Count.ShouldBe(1);
        run.News[0].News.ShouldSatisfyAllConditions(n => n.IsClosed.ShouldBeTrue(), n => n.Cause.ShouldBe(ReadFailure.Unreachable), n => n.NextProbe.ShouldNotBeNull());
        run.Plan.Health(run.Now, at => DateTimeOffset.UnixEpoch + at, null).HoldsBackUntil.ShouldNotBeNull();
        run.Sweeps.Count(s => s.Failed > 0).ShouldBe(1);
    }

    [Theory]
    [InlineData(ReadFailure.Unreachable, 500)]
    [InlineData(ReadFailure.Unreachable, 1)]
    [InlineData(ReadFailure.Transient, 500)]
    [InlineData(ReadFailure.Throttled, 50)]
    [InlineData(ReadFailure.NotUnderstood, 20)]
    public void Within_an_interval_of_the_servers_return_everybody_is_read_and_then_in_turn_without_a_storm(ReadFailure failure, int mailboxes)
    {
        var run = new PlanRun().Begin(mailboxes).RunFor(Minutes(5));
        run.Server = PlanRun.Failing(failure);
        run.RunFor(Minutes(47));
        run.Server = PlanRun.Good;
        var back = run.Now;

        run.RunFor(Minutes(1));

        run.Answers.Where(a => a.At > back && a.Answer.Reading is MailboxReading.Good).Select(a => a.Answer.Recipients[0].Extension).Distinct().Count().ShouldBe(mailboxes);

        run.News[^1].News.IsClosed.ShouldBeFalse();
        run.News[^1].News.Lasted.ShouldBeInRange(Minutes(44), Minutes(48));
        run.RunFor(Minutes(3));
        run.Requests.Count(r => r.At > run.Now - Minutes(1)).ShouldBe(mailboxes);
    }

    [Fact]
    public void One_mailbox_that_cannot_be_reached_closes_nothing()
    {
        // In an hour's interval the others say nothing while it fails again and again.
        var run = Troubled(ReadFailure.Unreachable, pace: new PollPace(TimeSpan.FromHours(1), 8, 1)).RunFor(Minutes(50));

        run.TimesOf(0).Count.ShouldBeGreaterThan(10);
        run.News.ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_password_is_tried_twice_and_then_never_until_the_settings_change()
    {
        var run = new PlanRun { Server = PlanRun.Failing(ReadFailure.NotAuthenticated) }.Begin(300).RunFor(TimeSpan.FromDays(1));

        run.Requests.Count.ShouldBe(2);
        Gaps([.. run.Requests.Select(r => r.At)])[0].ShouldBeGreaterThanOrEqualTo(30);
        run.News.Count.ShouldBe(2);
        run.News[1].News.NextProbe.ShouldBeNull();
        run.Answers[1].Answer.NextTry.ShouldBeNull();
        run.Plan.Health(run.Now, _ => default, null).Halted.ShouldNotBeNull().ShouldContain("NotAuthenticated!");
        run.Plan.ReadSoon("1", run.Now);
        run.RunFor(Minutes(1));
        run.Requests.Count.ShouldBe(2);

        run.Server = PlanRun.Good;
        run.BeginAnew();
        run.RunFor(Minutes(1));
        run.Answers.Count(a => a.Answer.Reading is MailboxReading.Good).ShouldBeGreaterThanOrEqualTo(300);
    }

    [Fact]
    public void A_refusal_of_all_that_is_under_way_counts_as_one()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(1) }.Begin(300).RunFor(TimeSpan.FromSeconds(20.5));
        run.Plan.InFlight.ShouldBe(8);
        run.Server = PlanRun.Failing(ReadFailure.NotAuthenticated);
        run.RunFor(TimeSpan.FromSeconds(10));
        run.Plan.InFlight.ShouldBe(0);
        run.Server = PlanRun.Good;

        run.RunFor(Minutes(3));

        run.News.Select(n => n.News.IsClosed).ShouldBe([true, false]);
        run.Plan.Health(run.Now, _ => default, null).ByFailure.ShouldBeEmpty();
    }

    [Fact]
    public void A_refused_certificate_is_looked_at_every_five_minutes()
    {
        var run = new PlanRun { Server = PlanRun.Failing(ReadFailure.CertificateRefused) }.Begin(300).RunFor(Minutes(61));

        run.Requests.Count.ShouldBe(13);
        run.News.Count.ShouldBe(1);
        run.Plan.Health(run.Now, _ => default, null).Halted.ShouldNotBeNull();

        run.Server = PlanRun.Good;
        run.RunFor(Minutes(7));
        run.Plan.Health(run.Now, _ => default, null).ShouldSatisfyAllConditions(h => h.Halted.ShouldBeNull(), h => h.ByFailure.ShouldBeEmpty());
    }

    [Fact]
    public void A_throttled_request_for_many_holds_everything_back_for_as_long_as_it_says()
    {
        var run = new PlanRun
        {
            Pace = new PollPace(TimeSpan.FromSeconds(60), 4, 10),
            Server = PlanRun.Failing(ReadFailure.Throttled, TimeSpan.FromSeconds(90)),
        }.Begin(100).RunFor(TimeSpan.FromSeconds(80));

        run.Requests.Count.ShouldBe(1);
        run.RunFor(TimeSpan.FromSeconds(20));
        run.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public void A_pause_for_everybody_is_kept_although_answers_to_earlier_requests_are_good()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(1) }.Begin(300).RunFor(TimeSpan.FromSeconds(20.5));
        run.Plan.InFlight.ShouldBe(8);
        run.Server = account =>
        {
            run.Server = PlanRun.Good;
            return new MailboxReading.Failed(account, ReadFailure.Throttled, "HTTP 503", TimeSpan.FromSeconds(90)) { Scope = FailureScope.Server };
        };

        run.RunFor(TimeSpan.FromSeconds(1));
        var asked = run.Requests.Count;
        run.Plan.InFlight.ShouldBe(0);

        run.RunFor(TimeSpan.FromSeconds(88));
        run.Requests.Count.ShouldBe(asked);
        run.RunFor(TimeSpan.FromSeconds(3));
        run.News.Select(n => n.News.IsClosed).ShouldBe([true, false]);
    }

    [Fact]
    public void A_server_that_throttles_gets_fewer_requests_at_once()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(0.5) }.Begin(400).RunFor(TimeSpan.FromSeconds(10.2));
        run.Plan.InFlight.ShouldBe(8);
        run.Server = account => account == PlanRun.Account(1) ? PlanRun.Good(account) : PlanRun.Failing(ReadFailure.Throttled)(account);

        run.RunFor(TimeSpan.FromSeconds(0.6));

        run.Plan.InFlight.ShouldBeLessThanOrEqualTo(4);
    }

    // Mailbox 0 has the trouble, mailboxes 1 to 4 have none.
    private static PlanRun Troubled(ReadFailure failure, TimeSpan? retryAfter = null, PollPace? pace = null) => new PlanRun
    {
        Pace = pace ?? new PollPace(TimeSpan.FromSeconds(60), 8, 1),
        Server = account => account == PlanRun.Account(0) ? PlanRun.Failing(failure, retryAfter)(account) : PlanRun.Good(account),
    }.Begin(5);

    private static List<double> Gaps(IEnumerable<TimeSpan> times)
    {
        var all = times.ToList();
        return [.. all.Zip(all.Skip(1), (a, b) => (b - a).TotalSeconds)];
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
