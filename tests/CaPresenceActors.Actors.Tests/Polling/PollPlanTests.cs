using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Polling;

public sealed class PollPlanTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    [Fact]
    public void Every_mailbox_is_read_at_the_interval()
    {
        var run = new PlanRun().Begin(200).RunFor(Minutes(11));

        for (var i = 0; i < 200; i++)
        {
            var regular = run.TimesOf(i).Where(t => t > Interval).ToList();
            regular.Count.ShouldBe(10);
            regular.Zip(regular.Skip(1), (a, b) => (b - a).TotalSeconds).ShouldAllBe(gap => Math.Abs(gap - 60) < 1);
        }
    }

    [Fact]
    public void Reads_are_spread_over_the_interval()
    {
        var run = new PlanRun().Begin(6000).RunFor(Minutes(5));

        var perSecond = run.Requests.Where(r => r.At >= Minutes(4)).GroupBy(r => (int)r.At.TotalSeconds).Select(g => g.Count()).ToList();
        perSecond.Count.ShouldBe(60);
        perSecond.ShouldAllBe(count => count > 60 && count < 140);
    }

    [Fact]
    public void After_the_start_everybody_is_read_at_once_as_many_at_a_time_as_allowed_after_one_has_tried()
    {
        var run = new PlanRun().Begin(200).RunFor(TimeSpan.FromSeconds(0.4));

        run.Requests.Select(r => r.Request.Mailboxes[0].Account).Distinct().Count().ShouldBe(200);
        run.Requests.Count(r => r.At < TimeSpan.FromMilliseconds(10)).ShouldBe(1);
        run.MostAtOnce.ShouldBe(8);
    }

    [Fact]
    public void A_restart_keeps_the_order_and_an_addition_moves_nobody()
    {
        var one = new PlanRun().Begin(50).RunFor(Minutes(3));
        var more = new PlanRun(seed: 2).Begin(60).RunFor(Minutes(3));

        for (var i = 0; i < 50; i++)
        {
            one.TimesOf(i).Last().TotalSeconds.ShouldBe(more.TimesOf(i).Last().TotalSeconds, 0.5);
        }
    }

    [Fact]
    public void A_new_mailbox_is_read_at_once_and_one_that_is_gone_no_more()
    {
        var run = new PlanRun().Begin(20).RunFor(Minutes(2.5));
        run.Watch(77);
        run.Plan.Unwatch("3");

        run.RunFor(Minutes(5));

        run.TimesOf(77)[0].ShouldBe(Minutes(2.5));
        run.TimesOf(3).ShouldAllBe(t => t < Minutes(2.5));
        run.Plan.Mailboxes.ShouldBe(20);
    }

    [Fact]
    public void Two_extensions_with_one_account_share_a_read()
    {
        var run = new PlanRun();
        run.Plan.Watch("101", new MailboxQuery("Anna@test.example.com", TimeZoneInfo.Utc), run.Now);
        run.Plan.Watch("102", new MailboxQuery("anna@TEST.example.com", TimeZoneInfo.Utc), run.Now);

        run.Begin(0).RunFor(TimeSpan.FromSeconds(1));

        run.Requests.Count.ShouldBe(1);
        run.Answers.Single().Answer.Recipients.ShouldBe(
            [new Recipient("102", "anna@TEST.example.com"), new Recipient("101", "Anna@test.example.com")], ignoreOrder: true);
    }

    [Fact]
    public void One_account_in_two_zones_is_read_for_each_of_them()
    {
        var run = new PlanRun();
        run.Plan.Watch("101", new MailboxQuery("anna@test.example.com", TimeZoneInfo.Utc), run.Now);
        run.Plan.Watch("102", new MailboxQuery("anna@test.example.com", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")), run.Now);

        run.Begin(0).RunFor(TimeSpan.FromSeconds(1));

        run.Requests.Count.ShouldBe(2);
        run.Answers.ShouldAllBe(a => a.Answer.Recipients.Length == 1);
    }

    [Fact]
    public void Watching_the_same_mailbox_again_changes_nothing()
    {
        var run = new PlanRun().Begin(5).RunFor(Minutes(1.5));
        var before = run.Requests.Count;

        run.Watch(2);
        run.RunFor(TimeSpan.FromMilliseconds(1));

        run.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public void An_answer_of_an_account_that_was_replaced_meanwhile_is_dropped_even_if_it_has_come_back()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(5) }.Begin(1).RunFor(TimeSpan.FromSeconds(1));
        run.Plan.Watch("0", PlanRun.Query(9), run.Now);
        run.Plan.Watch("0", PlanRun.Query(0), run.Now);

        run.RunFor(TimeSpan.FromSeconds(30));

        run.AnswersTo("0")[0].At.ShouldBe(TimeSpan.FromSeconds(10));
        run.TimesOf(0).Take(2).ShouldBe([TimeSpan.Zero, TimeSpan.FromSeconds(5)]);
        run.Plan.Mailboxes.ShouldBe(1);
    }

    [Fact]
    public void Answers_of_the_former_server_are_dropped_and_everybody_is_read_from_the_new_one()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(5) }.Begin(3).RunFor(TimeSpan.FromSeconds(1));
        run.BeginAnew();

        run.RunFor(TimeSpan.FromSeconds(4.5));
        run.Answers.ShouldBeEmpty();

        run.RunFor(TimeSpan.FromSeconds(20));
        Enumerable.Range(0, 3).ShouldAllBe(i => run.AnswersTo($"{i}").Count >= 1);
    }

    [Fact]
    public void Without_a_server_nothing_is_asked()
    {
        var run = new PlanRun().Begin(3).RunFor(Minutes(2));
        var before = run.Requests.Count;

        run.Plan.Stop();
        run.Watch(4);
        run.RunFor(Minutes(10));
        run.Requests.Count.ShouldBe(before);

        run.BeginAnew();
        run.RunFor(TimeSpan.FromSeconds(1));
        run.Requests.Count.ShouldBe(before + 4);
    }

    [Fact]
    public void Read_now_comes_before_those_who_have_waited_longer()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(1), Pace = new PollPace(Interval, 1, 1) }.Begin(40).RunFor(TimeSpan.FromSeconds(10.5));
        run.Plan.ReadSoon("7", run.Now).ShouldBeTrue();
        run.Plan.ReadSoon("8", run.Now).ShouldBeTrue();
        run.Plan.ReadSoon("nobody", run.Now).ShouldBeFalse();

        run.RunFor(TimeSpan.FromSeconds(2));

        run.Requests.TakeLast(2).Select(r => r.Request.Mailboxes[0].Account).ShouldBe([PlanRun.Account(7), PlanRun.Account(8)]);
    }

    [Fact]
    public void Read_now_while_a_read_is_under_way_makes_another_one_follow_for_it_may_have_missed_the_change()
    {
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(3) }.Begin(1).RunFor(TimeSpan.FromSeconds(1));

        run.Plan.ReadSoon("0", run.Now);
        run.RunFor(TimeSpan.FromSeconds(4));

        run.TimesOf(0).ShouldBe([TimeSpan.Zero, TimeSpan.FromSeconds(3)]);
    }

    [Fact]
    public void A_shorter_interval_holds_at_once()
    {
        var run = new PlanRun { Pace = new PollPace(TimeSpan.FromHours(1), 8, 1) }.Begin(30).RunFor(Minutes(10));
        var before = run.Requests.Count;

        run.Pace = run.Pace with { Interval = TimeSpan.FromSeconds(5) };
        run.Plan.ChangePace(run.Pace, run.Now);
        run.RunFor(TimeSpan.FromSeconds(5));

        (run.Requests.Count - before).ShouldBe(30);
    }

    [Fact]
    public void A_longer_interval_holds_at_once()
    {
        var run = new PlanRun().Begin(30).RunFor(Minutes(10));
        var before = run.Requests.Count;

        run.Pace = run.Pace with { Interval = TimeSpan.FromHours(1) };
        run.Plan.ChangePace(run.Pace, run.Now);
        run.RunFor(TimeSpan.FromHours(1));

        (run.Requests.Count - before).ShouldBe(30);
    }

    [Fact]
    public void When_the_readings_cover_the_wrong_time_everybody_is_read_again()
    {
        var run = new PlanRun { Pace = new PollPace(TimeSpan.FromHours(1), 8, 1) }.Begin(30).RunFor(Minutes(10));
        var before = run.Requests.Count;

        run.Plan.ReadAllAgain(run.Now);
        run.RunFor(TimeSpan.FromSeconds(1));

        (run.Requests.Count - before).ShouldBe(30);
    }

    [Theory]
    [InlineData(1000, 100)]
    [InlineData(150, 100)]
    [InlineData(40, 10)]
    [InlineData(7, 16)]
    public void Requests_for_many_are_filled_and_everybody_still_read_at_the_interval(int mailboxes, int perRead)
    {
        var run = new PlanRun { Pace = new PollPace(Interval, 8, perRead) }.Begin(mailboxes).RunFor(Minutes(12));

        var requests = run.Requests.Count(r => r.At >= Minutes(2));
        requests.ShouldBeLessThanOrEqualTo(10 * (1 + (3 * mailboxes / perRead)));
        for (var i = 0; i < mailboxes; i++)
        {
            var times = run.TimesOf(i).Where(t => t >= Minutes(2)).ToList();
            times.Count.ShouldBeInRange(9, 11);
            times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds).Max().ShouldBeLessThan(91);
        }
    }

    [Fact]
    public void A_server_that_is_too_slow_for_the_interval_still_serves_everybody_in_turn()
    {
        // 100 reads of 4 s, 4 at a time: 100 s for an interval of 60.
        var run = new PlanRun { Latency = () => TimeSpan.FromSeconds(4), Pace = new PollPace(Interval, 4, 1) }.Begin(100).RunFor(Minutes(60));

        for (var i = 0; i < 100; i++)
        {
            var times = run.TimesOf(i);
            times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds).Max().ShouldBeLessThan(170);
        }
    }

    [Fact]
    public void Dropped_entries_are_news_once_for_each_mailbox()
    {
        var run = new PlanRun { Server = account => new MailboxReading.Good(account, Calendar.Empty, 2) }.Begin(3).RunFor(Minutes(5));

        run.Answers.Count(a => a.Answer.NewsOfDrops).ShouldBe(3);
    }

    [Fact]
    public void A_sweep_counts_each_mailbox_once()
    {
        var run = new PlanRun().Begin(120).RunFor(Minutes(5.5));

        run.Sweeps.Count.ShouldBe(6);
        run.Sweeps.ShouldAllBe(s => s.Mailboxes == 120 && s.Good == 120 && s.Failed == 0 && s.CommonestFailure == null);
        run.Sweeps[0].Took.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        run.Sweeps[3].Took.ShouldBeInRange(TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_sweep_says_what_most_failures_come_from()
    {
        var run = new PlanRun
        {
            Server = account => account == PlanRun.Account(1) ? PlanRun.Failing(ReadFailure.UnknownMailbox)(account)
                : account.Contains('3') ? PlanRun.Failing(ReadFailure.AccessDenied)(account)
                : PlanRun.Good(account),
        }.Begin(10).RunFor(TimeSpan.FromSeconds(40));
        var failing = run.Sweeps[0];

        failing.ShouldBe(new SweepSummary(10, 8, 2, failing.Took, failing.CommonestFailure));
        new PlanRun { Server = PlanRun.Failing(ReadFailure.AccessDenied) }.Begin(10).RunFor(TimeSpan.FromSeconds(40)).Sweeps[0].CommonestFailure.ShouldBe("AccessDenied!");
    }

    [Fact]
    public void Health_counts_what_waits_and_what_fails()
    {
        var run = new PlanRun
        {
            Latency = () => TimeSpan.FromSeconds(1),
            Pace = new PollPace(Interval, 2, 1),
            Server = account => account == PlanRun.Account(1) ? PlanRun.Failing(ReadFailure.AccessDenied)(account) : PlanRun.Good(account),
        }.Begin(10);

        run.RunFor(TimeSpan.FromSeconds(0.5));
        var early = run.Plan.Health(run.Now, _ => default, null);
        (early.Mailboxes, early.InFlight, early.Overdue).ShouldBe((10, 1, 9));

        run.RunFor(TimeSpan.FromSeconds(30));
        var later = run.Plan.Health(run.Now, _ => default, null);
        later.Overdue.ShouldBe(0);
        later.ByFailure.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<ReadFailure, int>(ReadFailure.AccessDenied, 1));
        (later.Halted, later.HoldsBackUntil).ShouldBe((null, null));
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
