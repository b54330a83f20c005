using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel;
using CaPresenceActors.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>Mailboxes whose changes the server tells of, and the way to calendars.</summary>
public sealed class FollowingTests : IDisposable
{
    private const string Anna = "anna@test.example.com";
    private const string Ben = "ben@test.example.com";

    private static readonly ExchangeConnection Exchange =
        new() { Server = "mail.example.com", UserName = "admin@test.example.com", Password = "hush-hush", Access = ExchangeAccess.Automatic };

    private readonly TestSystem _system = TestSystem.Create();
    private readonly ScriptedSources _sources = new() { Tells = true };
    private readonly RecordedReadings _readings = new();
    private readonly RecordedLog<CalendarPoller> _log = new();
    private readonly ServerClock _clock;
    private readonly IActorRef _poller;

    public FollowingTests()
    {
        _clock = new ServerClock(_system.Time, NullLogger<ServerClock>.Instance);
        _poller = _system.ActorOf(CalendarPoller.Props(_sources, _clock, _readings, _log, new Random(1)), "poller");
    }

    private ScriptedWatch Ear => _sources.Last.Ear!;

    private int Reads => _sources.Last.Reads.Count;

    public void Dispose()
    {
        _clock.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void Listening_begins_when_a_calendar_could_be_read()
    {
        _sources.Answer = query => PlanRun.Failing(ReadFailure.NotAuthenticated)(query.Account);
        Begin(Anna);
        Ear.Followed.ShouldBeEmpty();

        _sources.Last.Answer = query => PlanRun.Good(query.Account);
        _system.Advance(TimeSpan.FromSeconds(31));

        Ear.Followed.ShouldHaveSingleItem().ShouldBe([Anna]);
    }

    [Fact]
    public void What_is_followed_is_read_once_more_and_then_for_safety_only()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        Reads.ShouldBe(2);

        _system.Advance(TimeSpan.FromHours(1));

        Reads.ShouldBe(6);
        _readings.Follows.ShouldBe([("1", true)]);
    }

    [Fact]
    public void News_of_a_change_is_one_read_a_second_later_however_often_it_is_told()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        var before = Reads;

        Hear(ear => ear.Changed(Anna));
        _system.Advance(TimeSpan.FromMilliseconds(600));
        Hear(ear => ear.Changed(Anna));
        _system.Advance(TimeSpan.FromMilliseconds(399));
        Reads.ShouldBe(before);

        _system.Advance(TimeSpan.FromMilliseconds(1));
        Reads.ShouldBe(before + 1);
        _system.Advance(TimeSpan.FromMinutes(1));
        Reads.ShouldBe(before + 1);
    }

    [Fact]
    public void What_the_server_tells_of_is_said_to_be_outdated_whether_it_can_be_read_or_not()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        _readings.OutdatedOnes.ShouldBe(["1"]);
        _sources.Last.Answer = null;

        Hear(ear => ear.Changed(Anna));
        _readings.OutdatedOnes.ShouldBe(["1", "1"]);

        Hear(ear => ear.Lost(Anna, new WatchLoss.Passing("The stream broke.")));
        _readings.OutdatedOnes.Count.ShouldBe(2);
    }

    [Fact]
    public void A_change_that_is_told_of_while_its_calendar_is_being_read_is_read_afterwards()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        _sources.Last.Answer = null;
        Hear(ear => ear.Changed(Anna));
        _system.Advance(TimeSpan.FromSeconds(1));
        var open = _sources.Last.Reads[^1];
        var before = Reads;

        Hear(ear => ear.Changed(Anna));
        _system.Advance(TimeSpan.FromSeconds(1));
        Reads.ShouldBe(before);
        open.End([PlanRun.Good(Anna)]);
        _system.RunUntilIdle();

        Reads.ShouldBe(before + 1);
    }

    [Fact]
    public void What_is_not_followed_any_more_is_polled_and_the_reason_is_known()
    {
        Begin(Anna, Ben);
        Hear(ear => ear.Follows(Anna));
        Hear(ear => ear.Lost(Ben, new WatchLoss.Lasting(ReadFailure.AccessDenied, "Only owners are told.", TimeSpan.FromMinutes(30))));
        Hear(ear => ear.Lost(Anna, new WatchLoss.Passing("The stream broke.")));
        var before = Reads;

        _system.Advance(TimeSpan.FromMinutes(10));

        Reads.ShouldBe(before + 20);
        Health().NotFollowed.ShouldBe([new NotFollowed("Only owners are told.", 1)]);
        Health().Followed.ShouldBe(0);
        _readings.Follows[^1].ShouldBe(("1", false));
    }

    [Fact]
    public void A_lasting_loss_is_looked_into_at_once()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        _sources.Last.Answer = query => PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Hear(ear => ear.Lost(Anna, new WatchLoss.Lasting(ReadFailure.AccessDenied, "The right is gone.", TimeSpan.FromMinutes(30))));

        _readings.FailedOnes.ShouldHaveSingleItem().Failure.ShouldBe(ReadFailure.AccessDenied);
    }

    [Fact]
    public void An_account_that_was_refused_twice_is_tried_again_when_its_password_is_given_again_and_not_for_other_settings()
    {
        _sources.Answer = query => PlanRun.Failing(ReadFailure.NotAuthenticated)(query.Account);
        Begin(Anna);
        _system.Advance(TimeSpan.FromMinutes(5));
        Health().Halted.ShouldNotBeNull();
        Reads.ShouldBe(2);

        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange, Interval = TimeSpan.FromSeconds(30) }));
        _system.Advance(TimeSpan.FromMinutes(5));
        Reads.ShouldBe(2);

        _sources.Answer = query => PlanRun.Good(query.Account);
        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange }, GivenAgain: true));
        Health().Halted.ShouldBeNull();
        _readings.GoodOnes.ShouldNotBeEmpty();
    }

    [Fact]
    public void Who_comes_and_who_goes_is_told_to_the_watch_once_for_all()
    {
        Begin(Anna);
        for (var i = 0; i < 100; i++)
        {
            Tell(WatchOf($"x{i}", $"x{i}@test.example.com"));
        }

        Tell(new CalendarPollerMessage.Unwatch("1"));
        _system.Advance(TimeSpan.FromSeconds(1));

        Ear.Followed.Count.ShouldBe(2);
        Ear.Followed[^1].Count.ShouldBe(100);
        Ear.Followed[^1].ShouldNotContain(Anna);
    }

    [Fact]
    public void Another_extension_of_a_followed_account_is_followed_at_once()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));

        Tell(WatchOf("2", "Anna@Test.example.com"));
        Tell(new CalendarPollerMessage.Watch("3", new MailboxQuery(Anna, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"))));

        _readings.Follows.ShouldContain(("2", true));
        _readings.Follows.ShouldContain(("3", true));
        Health().Followed.ShouldBe(2);
    }

    [Fact]
    public void Another_connection_ends_listening_and_what_the_old_one_still_says_means_nothing()
    {
        Begin(Anna);
        Hear(ear => ear.Follows(Anna));
        var old = Ear;

        Configure(Exchange with { Server = "other.example.com" });
        old.IsDisposed.ShouldBeTrue();
        _readings.Follows[^1].ShouldBe(("1", false));

        var before = Reads;
        old.Observer.Changed(Anna);
        _system.Advance(TimeSpan.FromSeconds(5));
        Reads.ShouldBe(before);
        Ear.ShouldNotBe(old);
    }

    [Fact]
    public void To_finish_means_that_the_server_was_told()
    {
        Begin(Anna);
        var farewell = new TaskCompletionSource();
        Ear.Farewell = farewell.Task;

        var finished = _poller.Ask<PollerFinished>(new CalendarPollerMessage.Finish(), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        _system.RunUntilIdle();
        finished.IsCompleted.ShouldBeFalse();

        farewell.SetResult();
        _system.Complete(finished);
        Ear.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void The_way_that_works_is_found_by_trying_and_kept()
    {
        _sources.AnswerBy = (connection, query) =>
            connection.Access == ExchangeAccess.Availability ? PlanRun.Good(query.Account) : PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Begin(Anna, Ben);

        _sources.Made.Select(source => source.Connection.Access).ShouldBe([ExchangeAccess.Impersonation, ExchangeAccess.Delegate, ExchangeAccess.Availability]);
        Health().ShouldSatisfyAllConditions(health => health.Access.ShouldBe(ExchangeAccess.Availability), health => health.AccessIsChosen.ShouldBeTrue());
        _log.Of(1225).Count.ShouldBe(2);
        _log.Of(1224).ShouldHaveSingleItem();
    }

    [Fact]
    public void When_no_way_works_the_first_one_is_kept_and_the_others_are_tried_again_now_and_then()
    {
        _sources.AnswerBy = (_, query) => PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Begin(Anna, Ben);
        _sources.Made.Count.ShouldBe(4);
        Health().Access.ShouldBe(ExchangeAccess.Impersonation);

        _system.Advance(TimeSpan.FromMinutes(14));
        _sources.Made.Count.ShouldBe(4);

        _system.Advance(TimeSpan.FromMinutes(20));
        _sources.Made.Count.ShouldBe(7);
    }

    [Fact]
    public void Refusals_that_came_by_a_former_way_do_not_count_against_the_present_one()
    {
        _sources.Answer = null;
        Begin([.. Enumerable.Range(0, 20).Select(PlanRun.Account)]);
        var first = _sources.Last;
        for (var read = 0; read < 7; read++)
        {
            // A server at work is asked for more at once.
            first.Reads[read].End([PlanRun.Failing(ReadFailure.UnknownMailbox)(first.Reads[read].Mailboxes[0].Account)]);
            _system.RunUntilIdle();
        }

        var together = first.Reads.Where(read => !read.Task.IsCompleted).ToList();
        together.Count.ShouldBeGreaterThanOrEqualTo(6);
        together.ForEach(read => read.End([PlanRun.Failing(ReadFailure.AccessDenied)(read.Mailboxes[0].Account)]));
        _system.RunUntilIdle();

        _sources.Made.Select(source => source.Connection.Access).ShouldBe([ExchangeAccess.Impersonation, ExchangeAccess.Delegate]);
    }

    [Fact]
    public void One_mailbox_that_may_not_be_read_changes_no_way()
    {
        _sources.AnswerBy = (_, query) => query.Account == Anna ? PlanRun.Failing(ReadFailure.AccessDenied)(query.Account) : PlanRun.Good(query.Account);
        Begin(Anna, Ben, "carl@test.example.com", "dora@test.example.com");
        _system.Advance(TimeSpan.FromHours(2));

        _sources.Made.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(ReadFailure.Unreachable)]
    [InlineData(ReadFailure.Throttled)]
    [InlineData(ReadFailure.UnknownMailbox)]
    public void Other_trouble_than_rights_changes_no_way(ReadFailure failure)
    {
        _sources.AnswerBy = (_, query) => PlanRun.Failing(failure)(query.Account);
        Begin(Anna, Ben);
        _system.Advance(TimeSpan.FromHours(1));

        _sources.Made.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_way_that_the_settings_say_is_the_only_one()
    {
        _sources.AnswerBy = (_, query) => PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Watch(Anna, Ben);
        Configure(Exchange with { Access = ExchangeAccess.Delegate });
        _system.Advance(TimeSpan.FromHours(1));

        _sources.Made.ShouldHaveSingleItem().Connection.Access.ShouldBe(ExchangeAccess.Delegate);
        Health().AccessIsChosen.ShouldBeFalse();
    }

    private static CalendarPollerMessage.Watch WatchOf(string extension, string account) => new(extension, new MailboxQuery(account, TimeZoneInfo.Utc));

    private void Begin(params string[] accounts)
    {
        Watch(accounts);
        Configure(Exchange);
    }

    private void Watch(params string[] accounts)
    {
        for (var i = 0; i < accounts.Length; i++)
        {
            Tell(WatchOf($"{i + 1}", accounts[i]));
        }
    }

    private void Hear(Action<ICalendarChangeObserver> said)
    {
        said(Ear.Observer);
        _system.RunUntilIdle();
    }

    private void Configure(ExchangeConnection connection) => Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = connection }));

    private void Tell(object message) => _system.Tell(_poller, message);

    private PollerHealth Health() => _system.Ask<PollerHealth>(_poller, new CalendarPollerMessage.GetHealth());
}
