using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Exchange.Streaming;
using static CaPresenceActors.Exchange.Tests.Streaming.PlanBench;

namespace CaPresenceActors.Exchange.Tests.Streaming;

public sealed class WatchPlanTests
{
    private const string Anna = "anna@example.test";
    private const string Ben = "ben@example.test";
    private const string Carl = "carl@example.test";

    [Fact]
    public void Mailboxes_are_subscribed_and_followed_from_the_first_word_of_their_stream()
    {
        var bench = new PlanBench();

        bench.Follow(Anna, Ben);

        bench.Subscribes.ShouldBe([Anna, Ben]);
        bench.Openings.ShouldHaveSingleItem().Subscriptions.ShouldBe(2);
        bench.Hear().ShouldBe([$"follows {Anna}", $"follows {Ben}"]);
        bench.SayChanged(Ben);
        bench.Hear().ShouldBe([$"changed {Ben}"]);
    }

    [Fact]
    public void Ten_thousand_mailboxes_are_fifty_streams_each_opened_once_and_never_more_requests_at_a_time_than_allowed()
    {
        var bench = new PlanBench();

        bench.Follow(Accounts(10_000));

        bench.Openings.Select(o => o.Subscriptions).ShouldBe(Enumerable.Repeat(200, 50));
        bench.Hear().Count.ShouldBe(10_000);
        bench.MostUnderWay.ShouldBeLessThanOrEqualTo(4);
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(10_000);
        bench.Open.Values.Select(o => o.Affinity.Anchor).Distinct().Count().ShouldBe(50);
        bench.Reports.ShouldHaveSingleItem().ShouldBe(new WatchReport.Settled(10_000, 10_000, 50, 0));
    }

    [Fact]
    public void The_anchor_is_subscribed_alone_and_the_others_go_where_it_went()
    {
        var bench = new PlanBench { HoldsSubscribes = true };

        bench.Follow(Anna, Ben, Carl);
        var anchor = bench.Unanswered.ShouldHaveSingleItem();
        bench.Answer(anchor);

        bench.Unanswered.Select(o => o.Mailbox.Account).ShouldBe([Ben, Carl]);
        bench.Unanswered.ShouldAllBe(o => o.Affinity == anchor.Affinity);
    }

    [Fact]
    public void When_the_anchor_cannot_be_subscribed_the_next_one_leads()
    {
        var bench = new PlanBench { Refuses = account => account == Anna ? Coded("ErrorSubscriptionDelegateAccessNotSupported") : null };

        bench.Follow(Anna, Ben, Carl);

        bench.Hear().ShouldBe([$"lasting {Anna}", $"follows {Ben}", $"follows {Carl}"]);
        bench.Open.Values.ShouldHaveSingleItem().Affinity.Anchor.ShouldBe(Ben);
    }

    [Theory]
    [InlineData("ErrorSubscriptionDelegateAccessNotSupported")]
    [InlineData("ErrorExceededSubscriptionCount")]
    [InlineData("ErrorImpersonateUserDenied")]
    [InlineData("ErrorNonExistentMailbox")]
    [InlineData("ErrorAccountDisabled")]
    public void Who_cannot_be_subscribed_is_polled_and_tried_again_after_half_an_hour_at_most(string code)
    {
        var bench = new PlanBench { Refuses = account => account == Ben ? Coded(code) : null };
        bench.Follow(Anna, Ben);
        bench.Hear().ShouldContain($"lasting {Ben}");
        bench.Reports.OfType<WatchReport.CannotFollow>().ShouldHaveSingleItem().Account.ShouldBe(Ben);

        bench.Advance(TimeSpan.FromMinutes(14));
        bench.Subscribes.Count(a => a == Ben).ShouldBe(1);
        bench.Refuses = _ => null;
        bench.Advance(TimeSpan.FromMinutes(17));

        bench.Hear().ShouldContain($"follows {Ben}");
        bench.Plan.Figures(bench.Now).LastingLosses.ShouldBe(0);
    }

    [Fact]
    public void Ten_thousand_mailboxes_with_one_trouble_are_one_line_of_the_log()
    {
        var bench = new PlanBench { Refuses = _ => Coded("ErrorImpersonateUserDenied") };

        bench.Follow(Accounts(10_000));

        bench.Reports.OfType<WatchReport.CannotFollow>().Count().ShouldBe(1);
        bench.Reports.OfType<WatchReport.Settled>().ShouldHaveSingleItem().LastingLosses.ShouldBe(10_000);
        bench.Reports.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ErrorSubscriptionNotFound")]
    [InlineData("ErrorInvalidSubscription")]
    [InlineData("ErrorExpiredSubscription")]
    [InlineData("ErrorSubscriptionUnsubscribed")]
    [InlineData("ErrorReadEventsFailed")]
    [InlineData("ErrorProxiedSubscriptionCallFailure")]
    [InlineData("ErrorSubscriptionAccessDenied")]
    public void A_dead_subscription_is_made_anew_and_the_good_ones_go_on_at_once(string code)
    {
        var bench = Following(Anna, Ben, Carl);

        bench.Say(bench.OnlyStream, new StreamMessage([], [bench.IdOf(Ben)], Closed: false, Coded(code)));

        bench.Openings[^1].ShouldBe((bench.Now, 2));
        bench.Hear().ShouldBe([$"passing {Ben}", $"follows {Anna}", $"follows {Carl}"]);
        bench.Subscribes.ShouldBe([Anna, Ben, Carl, Ben]);
        bench.Advance(TimeSpan.FromSeconds(6));
        bench.Openings[^1].Subscriptions.ShouldBe(3);
        bench.Hear().ShouldBe([$"follows {Anna}", $"follows {Ben}", $"follows {Carl}"]);
    }

    [Fact]
    public void A_subscription_that_dies_again_and_again_is_tried_elsewhere_and_then_given_up_for_a_while()
    {
        var bench = new PlanBench
        {
            Answers = open => open.SubscriptionIds.FirstOrDefault(id => id.StartsWith(Ben, StringComparison.Ordinal)) is { } bad
                ? new StreamMessage([], [bad], Closed: false, Coded("ErrorSubscriptionNotFound"))
                : null,
        };
        bench.Follow(Anna, Ben);

        bench.Advance(TimeSpan.FromMinutes(10));

        bench.Hear().ShouldContain($"lasting {Ben}");
        bench.Subscribes.Count(a => a == Ben).ShouldBeInRange(4, 8);
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(1);
    }

    [Fact]
    public void When_all_subscriptions_are_dead_the_group_finds_its_server_anew()
    {
        var bench = Following(Anna, Ben);
        var before = bench.Open.Values.Single().Affinity;

        bench.Say(bench.OnlyStream, new StreamMessage([], [bench.IdOf(Anna), bench.IdOf(Ben)], Closed: false, Coded("ErrorSubscriptionNotFound")));
        bench.Advance(TimeSpan.FromSeconds(10));

        bench.Open.Values.ShouldHaveSingleItem().Affinity.ShouldNotBe(before);
        bench.Hear().ShouldBe([$"passing {Anna}", $"passing {Ben}", $"follows {Anna}", $"follows {Ben}"]);
    }

    [Fact]
    public void Lost_events_are_read_and_the_subscription_stays()
    {
        var bench = Following(Anna, Ben);

        bench.Say(bench.OnlyStream, new StreamMessage([], [bench.IdOf(Ben)], Closed: false, Coded("ErrorMissedNotificationEvents")));

        bench.Hear().ShouldBe([$"changed {Ben}"]);
        bench.Openings.Count.ShouldBe(1);
    }

    [Fact]
    public void A_message_that_cannot_be_read_may_be_news_of_anybody()
    {
        var bench = Following(Anna, Ben);

        bench.Say(bench.OnlyStream, message: null);

        bench.Hear().ShouldBe([$"changed {Anna}", $"changed {Ben}"], ignoreOrder: true);
        bench.Openings.Count.ShouldBe(1);
    }

    [Fact]
    public void A_stream_that_another_one_takes_over_ends_quietly_and_is_an_alarm_when_it_repeats()
    {
        var bench = Following(Anna);
        var displaced = new StreamMessage([], [], Closed: false, Coded("ErrorNewEventStreamConnectionOpened"));

        bench.Say(bench.OnlyStream, displaced);
        bench.Advance(TimeSpan.FromSeconds(2));
        bench.Reports.OfType<WatchReport.Displaced>().ShouldBeEmpty();
        bench.Say(bench.OnlyStream, displaced);
        bench.Advance(TimeSpan.FromSeconds(4));
        bench.Say(bench.OnlyStream, displaced);
        bench.Advance(TimeSpan.FromSeconds(8));

        bench.Reports.OfType<WatchReport.Displaced>().ShouldHaveSingleItem().Times.ShouldBe(3);
        bench.Hear().ShouldBe([$"passing {Anna}", $"follows {Anna}", $"passing {Anna}", $"follows {Anna}", $"passing {Anna}", $"follows {Anna}"]);
    }

    [Fact]
    public void A_moving_mailbox_leaves_its_group_and_comes_back_later_elsewhere()
    {
        var bench = Following(Anna, Ben);
        bench.Refuses = account => account == Ben ? Coded("ErrorMailboxMoveInProgress") : null;

        bench.Say(bench.OnlyStream, new StreamMessage([], [bench.IdOf(Ben)], Closed: false, Coded("ErrorMailboxMoveInProgress")));
        bench.Hear().ShouldBe([$"passing {Ben}", $"follows {Anna}"]);
        bench.Advance(TimeSpan.FromSeconds(40));
        bench.Subscribes.Count(a => a == Ben).ShouldBe(1);
        bench.Refuses = _ => null;
        bench.Advance(TimeSpan.FromMinutes(1));

        bench.Hear().ShouldBe([$"follows {Ben}"]);
        bench.Open.Count.ShouldBe(2);
    }

    [Fact]
    public void Streams_are_renewed_before_their_time_at_different_moments_with_the_same_subscriptions_and_everything_is_read()
    {
        var bench = new PlanBench(new WatchSettings { SubscriptionsPerStream = 2 });
        bench.Follow(Accounts(6));
        bench.Hear();
        bench.Openings.Clear();
        var start = bench.Now;

        bench.Advance(TimeSpan.FromMinutes(28));

        bench.Openings.Count.ShouldBe(3);
        bench.Openings.Select(o => o.At).Distinct().Count().ShouldBe(3);
        bench.Openings.ShouldAllBe(o => o.At > start + TimeSpan.FromMinutes(24) && o.At < start + TimeSpan.FromMinutes(28));
        bench.Subscribes.Count.ShouldBe(6);
        bench.Hear().Order().ShouldBe(Accounts(6).Select(a => $"follows {a}"));
    }

    [Fact]
    public void A_broken_stream_is_opened_again_at_once_and_then_at_growing_distances()
    {
        var bench = Following(Anna);
        bench.Fails = _ => new StreamEnd.Failed(Coded("ErrorInternalServerTransientError"));

        bench.End(bench.OnlyStream, new StreamEnd.Failed(Unreachable));
        bench.Advance(TimeSpan.FromMinutes(3));

        var times = bench.Openings.Skip(1).Select(o => o.At).ToList();
        times.Count.ShouldBeInRange(4, 12);
        var waits = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        waits[^1].ShouldBeGreaterThan(waits[0] * 3);
        bench.Hear().ShouldBe([$"passing {Anna}"]);
        bench.Fails = _ => null;
        bench.Advance(TimeSpan.FromMinutes(5));
        bench.Hear().ShouldBe([$"follows {Anna}"]);
    }

    [Fact]
    public void After_a_reset_the_stream_is_back_with_one_request_and_everything_is_read()
    {
        var bench = Following(Anna, Ben);

        bench.End(bench.OnlyStream, new StreamEnd.Failed(Unreachable));

        bench.Openings.Count.ShouldBe(2);
        bench.Subscribes.Count.ShouldBe(2);
        bench.Hear().ShouldBe([$"follows {Anna}", $"follows {Ben}"]);
    }

    [Fact]
    public void After_long_absence_subscriptions_are_made_anew()
    {
        var bench = Following(Anna);
        var before = bench.IdOf(Anna);
        bench.Refuses = _ => Unreachable;
        bench.Fails = _ => new StreamEnd.Failed(Unreachable);
        bench.End(bench.OnlyStream, new StreamEnd.Failed(Unreachable));
        bench.Advance(TimeSpan.FromMinutes(20));
        bench.Refuses = _ => null;
        bench.Fails = _ => null;

        bench.Advance(TimeSpan.FromMinutes(7));

        bench.IdOf(Anna).ShouldNotBe(before);
        bench.Unsubscribed.ShouldBe([Anna]);
        bench.Hear().Distinct().ShouldBe([$"passing {Anna}", $"follows {Anna}"]);
    }

    [Fact]
    public void Silence_opens_the_stream_anew_and_twice_in_a_row_makes_the_subscriptions_anew()
    {
        var bench = Following(Anna);

        bench.End(bench.OnlyStream, new StreamEnd.Silent(TimeSpan.FromSeconds(100)));
        bench.Advance(TimeSpan.FromSeconds(100));
        bench.Subscribes.ShouldBe([Anna]);
        bench.End(bench.OnlyStream, new StreamEnd.Silent(TimeSpan.FromSeconds(100)));
        bench.Advance(TimeSpan.FromSeconds(10));

        bench.Subscribes.ShouldBe([Anna, Anna]);
        bench.Unsubscribed.ShouldBe([Anna]);
        bench.Hear()[^1].ShouldBe($"follows {Anna}");
    }

    [Fact]
    public void Who_is_not_wanted_any_more_is_taken_off_the_stream_before_the_subscription_is_ended()
    {
        var bench = Following(Anna, Ben);
        var id = bench.IdOf(Ben);

        bench.Follow(Anna);
        bench.Unsubscribed.ShouldBeEmpty();
        bench.Say(bench.OnlyStream, Ok with { Changed = [id] });
        bench.Hear().ShouldBeEmpty();
        bench.Advance(TimeSpan.FromSeconds(6));

        bench.Unsubscribed.ShouldBe([Ben]);
        bench.Open.Values.ShouldHaveSingleItem().SubscriptionIds.Length.ShouldBe(1);
        bench.Plan.Figures(bench.Now).Wanted.ShouldBe(1);
    }

    [Fact]
    public void When_nobody_is_wanted_nothing_is_left()
    {
        var bench = Following(Anna, Ben);

        bench.Follow();

        bench.Open.ShouldBeEmpty();
        bench.Unsubscribed.Order().ShouldBe([Anna, Ben]);
        bench.Plan.Holdings.ShouldBeEmpty();
        bench.Plan.Figures(bench.Now).Subscriptions.ShouldBe(0);
    }

    [Fact]
    public void A_subscription_that_comes_for_somebody_who_is_gone_is_ended()
    {
        var bench = new PlanBench { HoldsSubscribes = true };
        bench.Follow(Anna);
        bench.Follow();

        bench.Answer(bench.Unanswered.Single());

        bench.Unsubscribed.ShouldBe([Anna]);
        bench.Told.ShouldBeEmpty();
    }

    [Fact]
    public void When_the_server_is_not_there_one_request_at_a_time_asks_for_it_at_growing_distances()
    {
        var bench = new PlanBench { Refuses = _ => Unreachable };
        bench.Follow(Accounts(1000));

        bench.Advance(TimeSpan.FromMinutes(30));

        bench.Subscribes.Count.ShouldBeInRange(8, 20);
        bench.Reports.OfType<WatchReport.Waits>().Count().ShouldBe(1);
        bench.Refuses = _ => null;
        bench.Advance(TimeSpan.FromMinutes(6));
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(1000);
        bench.Reports.OfType<WatchReport.GoesOn>().Count().ShouldBe(1);
    }

    [Fact]
    public void The_servers_pause_is_kept_for_the_mailbox_that_it_is_charged_to()
    {
        var bench = new PlanBench { Refuses = account => account == Ben ? Coded("ErrorServerBusy", TimeSpan.FromMinutes(4)) : null };
        bench.Follow(Anna, Ben, Carl);
        bench.Hear().ShouldBe([$"passing {Ben}", $"follows {Anna}", $"follows {Carl}"]);
        bench.Refuses = _ => null;

        bench.Advance(TimeSpan.FromMinutes(4));
        bench.Subscribes.Count(a => a == Ben).ShouldBe(1);
        bench.Advance(TimeSpan.FromMinutes(1));

        bench.Hear().ShouldContain($"follows {Ben}");
    }

    [Fact]
    public void A_pause_of_the_whole_server_is_kept_by_all()
    {
        var bench = new PlanBench { Refuses = _ => new Trouble(ReadFailure.Throttled, "HTTP 503.", TimeSpan.FromMinutes(3)) };
        bench.Follow(Accounts(50));
        bench.Refuses = _ => null;

        bench.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        bench.Subscribes.Count.ShouldBe(1);
        bench.Advance(TimeSpan.FromSeconds(30));

        bench.Plan.Figures(bench.Now).Followed.ShouldBe(50);
    }

    [Fact]
    public void A_refused_account_is_tried_twice_and_then_no_more_until_reading_shows_that_it_is_accepted()
    {
        var bench = new PlanBench { Refuses = _ => new Trouble(ReadFailure.NotAuthenticated, "HTTP 401.") };
        bench.Follow(Accounts(100));

        bench.Advance(TimeSpan.FromHours(5));

        bench.Subscribes.Count.ShouldBe(2);
        bench.Hear().Count(t => t.StartsWith("lasting ", StringComparison.Ordinal)).ShouldBe(100);
        bench.Reports.OfType<WatchReport.Waits>().Last().For.ShouldBeNull();
        bench.Refuses = _ => null;
        bench.Plan.SeeAccount(accepted: true, "", bench.Now);
        bench.Run();
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(100);
    }

    [Fact]
    public void While_one_request_shows_whether_the_account_is_accepted_more_good_readings_do_not_disturb_it()
    {
        var bench = new PlanBench { HoldsSubscribes = true };
        bench.Plan.SeeAccount(accepted: false, "HTTP 401.", bench.Now);
        bench.Follow(Anna);
        for (var reading = 0; reading < 5; reading++)
        {
            bench.Plan.SeeAccount(accepted: true, "", bench.Now);
            bench.Run();
        }

        bench.Answer(bench.Unanswered.ShouldHaveSingleItem());

        bench.Plan.Figures(bench.Now).Followed.ShouldBe(1);
        bench.Plan.Figures(bench.Now).Trouble.ShouldBeNull();
    }

    [Fact]
    public void That_dead_subscriptions_cannot_be_ended_holds_nobody_up()
    {
        var bench = Following(Accounts(100).ToArray());
        bench.UnsubscribeTrouble = Coded("ErrorSubscriptionNotFound");

        bench.Follow(Accounts(100, first: 50));
        bench.Advance(TimeSpan.FromSeconds(40));

        bench.Plan.Figures(bench.Now).Followed.ShouldBe(100);
        bench.Reports.OfType<WatchReport.Waits>().ShouldBeEmpty();
    }

    [Fact]
    public void Streams_that_are_opened_and_then_say_nothing_are_no_sign_of_a_server_at_work()
    {
        var bench = new PlanBench(new WatchSettings { SubscriptionsPerStream = 1 }) { Fails = _ => new StreamEnd.Silent(TimeSpan.FromSeconds(100)) };

        bench.Follow(Accounts(20));
        bench.Advance(TimeSpan.FromMinutes(10));

        bench.Openings.Count.ShouldBeLessThan(60);
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(0);
    }

    [Fact]
    public void When_reading_is_refused_the_watch_does_not_try_at_all()
    {
        var bench = new PlanBench();
        bench.Plan.SeeAccount(accepted: false, "HTTP 401.", bench.Now);

        bench.Follow(Accounts(10));
        bench.Advance(TimeSpan.FromHours(1));

        bench.Subscribes.ShouldBeEmpty();
        bench.Plan.SeeAccount(accepted: true, "", bench.Now);
        bench.Run();
        bench.Plan.Figures(bench.Now).Followed.ShouldBe(10);
    }

    [Fact]
    public void An_anchor_that_the_stream_may_not_act_as_leaves_and_another_leads()
    {
        var bench = new PlanBench
        {
            Fails = open => open.Affinity.Anchor == Anna ? new StreamEnd.Failed(Coded("ErrorImpersonateUserDenied")) : null,
        };

        bench.Follow(Anna, Ben, Carl);
        bench.Advance(TimeSpan.FromSeconds(10));

        var told = bench.Hear();
        told.ShouldContain($"lasting {Anna}");
        told.ShouldContain($"follows {Ben}");
        told.ShouldContain($"follows {Carl}");
    }

    [Fact]
    public void A_server_that_refuses_every_stream_is_left_alone_after_a_few_tries()
    {
        var bench = new PlanBench { Fails = _ => new StreamEnd.Failed(Coded("Client")) };
        bench.Follow(Anna, Ben);

        bench.Advance(TimeSpan.FromMinutes(14));

        bench.Openings.Count.ShouldBeInRange(2, 8);
        bench.Hear().Where(t => t.StartsWith("lasting", StringComparison.Ordinal)).Order().ShouldBe([$"lasting {Anna}", $"lasting {Ben}"]);
    }

    [Fact]
    public void An_account_that_is_none_is_not_asked_for()
    {
        var bench = new PlanBench();

        bench.Follow("nobody");

        bench.Subscribes.ShouldBeEmpty();
        bench.Hear().ShouldBe(["lasting nobody"]);
    }

    [Fact]
    public void Who_comes_later_joins_with_others_after_a_moment()
    {
        var bench = Following(Anna);

        bench.Follow(Anna, Ben);
        bench.Advance(TimeSpan.FromSeconds(2));
        bench.Follow(Anna, Ben, Carl);
        bench.Openings.Count.ShouldBe(1);
        bench.Advance(TimeSpan.FromSeconds(4));

        bench.Openings.Count.ShouldBe(2);
        bench.Hear().ShouldBe([$"follows {Anna}", $"follows {Ben}", $"follows {Carl}"]);
    }

    // Followed for so long that what fails next fails for the first time.
    private static PlanBench Following(params string[] accounts)
    {
        var bench = new PlanBench();
        bench.Follow(accounts);
        bench.Advance(TimeSpan.FromMinutes(2));
        bench.Hear().Order().ShouldBe(accounts.Order().Select(a => $"follows {a}"));
        bench.Reports.Clear();
        return bench;
    }
}
