using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Actors.Tests.Polling;

public sealed class CalendarPollerTests : IDisposable
{
    private static readonly ExchangeConnection Exchange = new() { Server = "mail.example.com", UserName = "admin@test.example.com", Password = "hush-hush", Access = ExchangeAccess.Impersonation };

    private readonly TestSystem _system = TestSystem.Create();
    private readonly ScriptedSources _sources = new();
    private readonly RecordedReadings _readings = new();
    private readonly RecordedLog<CalendarPoller> _log = new();
    private readonly ServerClock _clock;
    private readonly IActorRef _poller;

    public CalendarPollerTests()
    {
        _clock = new ServerClock(_system.Time, NullLogger<ServerClock>.Instance);
        _poller = _system.ActorOf(CalendarPoller.Props(_sources, _clock, _readings, _log, new Random(1)), "poller");
    }

    public void Dispose()
    {
        _clock.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void A_watched_calendar_is_read_at_once_and_then_at_the_interval()
    {
        Watch("101", "anna");
        Configure(Exchange);

        var first = _readings.GoodOnes.ShouldHaveSingleItem();
        first.ShouldBe(new GoodReading("101", "anna@test.example.com", Calendar.Empty, first.Window, _system.Time.GetUtcNow(), _system.Time.GetUtcNow(), 0));
        first.Window.ShouldBe(new CalendarWindow(new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 4, 8, 0, 0, TimeSpan.Zero)));

        _system.Advance(TimeSpan.FromMinutes(10));
        _readings.GoodOnes.Count.ShouldBe(11);
    }

    [Fact]
    public void The_window_moves_with_the_sites_midnight()
    {
        Watch("101", "anna");
        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange, SiteZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") }));
        _readings.GoodOnes[^1].Window.From.ShouldBe(new DateTimeOffset(2026, 11, 1, 23, 0, 0, TimeSpan.Zero));

        _system.AdvanceTo(new DateTimeOffset(2026, 11, 2, 23, 1, 1, TimeSpan.Zero));

        _readings.GoodOnes[^1].Window.From.ShouldBe(new DateTimeOffset(2026, 11, 2, 23, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_failed_read_is_a_failed_reading_that_says_when_it_is_tried_again()
    {
        _sources.Answer = query => PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Watch("101", "anna");
        Configure(Exchange);

        _readings.GoodOnes.ShouldBeEmpty();
        var failed = _readings.FailedOnes.ShouldHaveSingleItem();
        (failed.Extension, failed.Failure, failed.Reason, failed.At).ShouldBe(("101", ReadFailure.AccessDenied, "AccessDenied!", _system.Time.GetUtcNow()));
        failed.NextTry!.Value.ShouldBeInRange(failed.At + TimeSpan.FromMinutes(7.5), failed.At + TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void Another_connection_makes_another_source_and_the_old_one_is_closed_when_its_reads_have_ended()
    {
        _sources.Answer = null;
        Watch("101", "anna");
        Configure(Exchange);
        var old = _sources.Last;
        var read = old.Reads.ShouldHaveSingleItem();
        _sources.Answer = query => PlanRun.Good(query.Account);

        Configure(Exchange with { Server = "other.example.com" });

        _sources.Made.Count.ShouldBe(2);
        _system.Complete(read.Cancelled);
        old.IsDisposed.ShouldBeFalse();
        _readings.GoodOnes.Count.ShouldBe(1);

        read.End([PlanRun.Good("anna@test.example.com")]);
        _system.Complete(old.Disposed);
        _system.RunUntilIdle();
        _readings.GoodOnes.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_connection_again_keeps_the_source()
    {
        Watch("101", "anna");
        Configure(Exchange);

        Configure(Exchange with { });

        _sources.Made.Count.ShouldBe(1);
    }

    [Fact]
    public void Another_zone_of_the_site_is_a_reason_to_read_anew()
    {
        Watch("101", "anna");
        Configure(Exchange);

        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange, SiteZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo") }));

        _readings.GoodOnes.Count.ShouldBe(2);
        _readings.GoodOnes[1].Window.From.ShouldBe(new DateTimeOffset(2026, 11, 1, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Without_a_connection_nothing_is_read()
    {
        Watch("101", "anna");
        _sources.Made.ShouldBeEmpty();
        Configure(Exchange);
        Configure(null);
        var before = _readings.GoodOnes.Count;

        _system.Advance(TimeSpan.FromHours(1));

        _readings.GoodOnes.Count.ShouldBe(before);
        _log.Of(1211).Count.ShouldBe(1);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_refused_and_the_former_ones_stay()
    {
        Watch("101", "anna");
        Configure(Exchange);

        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange, Interval = TimeSpan.FromSeconds(1), Concurrency = 0 }));

        _log.Of(1222).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            text => text.ShouldContain("The polling interval is 00:00:01, but must be 00:00:05 to 01:00:00."),
            text => text.ShouldContain("The number of reads at once is 0, but must be 1 to 100."));
        _system.Advance(TimeSpan.FromMinutes(5));
        _readings.GoodOnes.Count.ShouldBe(6);
    }

    [Fact]
    public void Read_now_reads_now()
    {
        Watch("101", "anna");
        Configure(Exchange);

        Tell(new CalendarPollerMessage.ReadNow("101"));

        _readings.GoodOnes.Count.ShouldBe(2);
    }

    [Fact]
    public void Who_is_no_longer_watched_is_read_no_more()
    {
        Tell(new CalendarPollerMessage.WatchAll([WatchOf("101", "anna"), WatchOf("102", "ben")]));
        Configure(Exchange);
        Tell(new CalendarPollerMessage.Unwatch("101"));

        _system.Advance(TimeSpan.FromMinutes(3));

        _readings.GoodOnes.Count(r => r.Extension == "101").ShouldBe(1);
        _readings.GoodOnes.Count(r => r.Extension == "102").ShouldBe(4);
    }

    [Fact]
    public void A_read_that_never_ends_is_given_up()
    {
        _sources.Answer = null;
        Watch("101", "anna");
        Configure(Exchange);

        var failure = _readings.NextFailure;
        _system.Advance(TimeSpan.FromMinutes(2));
        _system.Complete(failure);

        _readings.FailedOnes[0].ShouldSatisfyAllConditions(
            f => f.Failure.ShouldBe(ReadFailure.Unreachable), f => f.Reason.ShouldBe("There was no answer within 120 seconds."));
        _system.Complete(_sources.Last.Reads[0].Cancelled);
    }

    [Fact]
    public void A_source_that_breaks_its_contract_fails_the_read_and_is_logged_without_its_words()
    {
        _sources.Answer = null;
        Watch("101", "anna");
        Configure(Exchange);

        var failure = _readings.NextFailure;
        _sources.Last.Reads[0].Fail(new InvalidDataException("secret"));
        _system.Complete(failure);
        _readings.FailedOnes[0].ShouldSatisfyAllConditions(f => f.Failure.ShouldBe(ReadFailure.Transient), f => f.Reason.ShouldNotContain("secret"));

        _system.Advance(TimeSpan.FromSeconds(6));
        failure = _readings.NextFailure;
        _sources.Last.Reads[1].End([PlanRun.Good("somebody@else.example.com")]);
        _system.Complete(failure);
        _log.Of(1218).Count.ShouldBe(2);
    }

    [Fact]
    public void A_source_that_cannot_be_made_is_said_in_health_and_other_settings_help()
    {
        _sources.Trouble = new FormatException("no such thing");
        Watch("101", "anna");
        Configure(Exchange);
        Health().Halted.ShouldNotBeNull().ShouldContain("mail.example.com");

        _sources.Trouble = null;
        Configure(Exchange with { Server = "other.example.com" });

        Health().Halted.ShouldBeNull();
        _readings.GoodOnes.Count.ShouldBe(1);
    }

    [Fact]
    public void A_poller_that_failed_starts_again_with_everything_it_was_told()
    {
        Tell(new CalendarPollerMessage.WatchAll([WatchOf("101", "anna"), WatchOf("102", "ben")]));
        _readings.Trouble = new InvalidOperationException("out of order");
        Configure(Exchange);
        _system.Advance(TimeSpan.FromSeconds(1));

        _readings.GoodOnes.Select(r => r.Extension).Distinct().ShouldBe(["101", "102"], ignoreOrder: true);
        _sources.Made.Count.ShouldBe(2);
        _system.Complete(_sources.Made[0].Disposed);
    }

    [Fact]
    public void Reads_that_a_failed_poller_left_behind_are_nothing_to_the_one_that_takes_its_place()
    {
        _sources.Answer = null;
        Watch("101", "anna");
        Configure(Exchange);
        Tell(new CalendarPollerMessage.Watch("102", null!));
        _system.Advance(TimeSpan.FromSeconds(1));

        _sources.Made.Count.ShouldBe(2);
        _system.Complete(_sources.Made[0].Reads[0].Cancelled);
        _sources.Made[0].Reads[0].End([PlanRun.Good("anna@test.example.com")]);
        _system.Complete(_sources.Made[0].Disposed);
        _system.RunUntilIdle();

        _readings.GoodOnes.ShouldBeEmpty();
        _readings.FailedOnes.ShouldBeEmpty();
        Health().InFlight.ShouldBe(1);
    }

    [Fact]
    public void A_machine_that_slept_reads_every_calendar_when_it_wakes()
    {
        Watch("101", "anna");
        Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = Exchange, Interval = TimeSpan.FromHours(1) }));

        _system.StepClock(_system.Time.GetUtcNow() + TimeSpan.FromHours(8));
        _system.Advance(TimeSpan.FromMinutes(1));

        _readings.GoodOnes.Count.ShouldBe(2);
        _log.Of(1221).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_sweep_is_one_line_and_so_is_one_wrong_configuration()
    {
        _sources.Answer = query => PlanRun.Failing(ReadFailure.AccessDenied)(query.Account);
        Tell(new CalendarPollerMessage.WatchAll([.. Enumerable.Range(0, 50).Select(i => WatchOf($"{i}", $"user{i}"))]));
        Configure(Exchange);

        _system.Advance(TimeSpan.FromMinutes(2));

        _readings.Sweeps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Failed.ShouldBe(50), s => s.CommonestFailure.ShouldBe("AccessDenied!"));
        _log.Of(1213).ShouldHaveSingleItem().ShouldContain("50 could not be read and stay as they were, most of them for this reason: AccessDenied!");
        _log.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void A_wrong_password_stops_everything_and_the_log_says_so_without_it()
    {
        _sources.Answer = query => PlanRun.Failing(ReadFailure.NotAuthenticated)(query.Account);
        Tell(new CalendarPollerMessage.WatchAll([.. Enumerable.Range(0, 50).Select(i => WatchOf($"{i}", $"user{i}"))]));
        Configure(Exchange);

        _system.Advance(TimeSpan.FromHours(5));

        _sources.Last.Reads.Count.ShouldBe(2);
        _readings.FailedOnes[1].NextTry.ShouldBeNull();
        _log.Of(1215).ShouldHaveSingleItem();
        _log.Of(1213).ShouldBeEmpty("why nobody is read is said once, and not once more for the sweep");
        _log.Lines.ShouldAllBe(line => !line.Text.Contains("hush-hush"));
        Health().Halted.ShouldNotBeNull();
    }

    [Fact]
    public void Dropped_entries_are_said_once()
    {
        _sources.Answer = query => new MailboxReading.Good(query.Account, Calendar.Empty, 3);
        Watch("101", "anna");
        Configure(Exchange);

        _system.Advance(TimeSpan.FromMinutes(5));

        _log.Of(1217).ShouldHaveSingleItem().ShouldStartWith("3 entries in the calendar of anna@test.example.com");
    }

    private static CalendarPollerMessage.Watch WatchOf(string extension, string user) => new(extension, new MailboxQuery($"{user}@test.example.com", TimeZoneInfo.Utc));

    private void Watch(string extension, string user) => Tell(WatchOf(extension, user));

    private void Configure(ExchangeConnection? connection) => Tell(new CalendarPollerMessage.Configure(new PollingSettings { Connection = connection }));

    private void Tell(object message) => _system.Tell(_poller, message);

    private PollerHealth Health() => _system.Ask<PollerHealth>(_poller, new CalendarPollerMessage.GetHealth());
}
