using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Board.JournalWriter;

namespace CaPresenceActors.Actors.Tests.Board;

public sealed class PresenceBoardTests : IAsyncLifetime
{
    private readonly BoardBench _bench = new();
    private JournalWriter _ito = null!;

    public async ValueTask InitializeAsync() => _ito = await _bench.BeginAsync("1203");

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_view_stands_at_the_position_of_the_newest_entry_and_in_order_of_the_extension()
    {
        await _bench.BeginAsync("1100");
        var position = await _ito.AppendAsync(Shows("Lunch", _bench.Now, outlook: new Outlook(_bench.Now.AddHours(1), "Available")));
        var view = _bench.Board.View();
        view.Position.ShouldBe(position);
        view.Presences.Select(row => (row.Extension, row.Presence)).ShouldBe([("1100", "Available"), ("1203", "Lunch")]);
        view.Presences[1].ShouldSatisfyAllConditions(
            row => row.Availability.ShouldBe(Availability.Away),
            row => row.Until.ShouldBe(_bench.Now.AddHours(1)),
            row => row.Next.ShouldBe("Available"),
            row => row.Manual.ShouldBe(Hold.UntilCleared),
            row => row.Cause.ShouldBe(PresenceCause.ManualSet),
            row => row.Sequence.ShouldBe(3));
    }

    [Fact]
    public async Task What_is_not_committed_is_not_on_the_board()
    {
        _bench.Journal.HoldCommits();
        var append = _ito.AppendAsync(Shows("Lunch", _bench.Now));
        _bench.Board.Find("1203")!.Presence.ShouldBe("Available");
        _bench.Journal.Release();
        await append;
        _bench.Board.Find("1203")!.Presence.ShouldBe("Lunch");
    }

    [Fact]
    public async Task A_quiet_event_keeps_the_instant_and_the_cause_of_the_last_change()
    {
        var began = _bench.Now;
        await _ito.AppendAsync(Shows("Lunch", began));
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        await _ito.AppendAsync(Quiet(_bench.Now, "Lunch"));
        _bench.Board.Find("1203")!.ShouldSatisfyAllConditions(
            row => row.Since.ShouldBe(began),
            row => row.Cause.ShouldBe(PresenceCause.ManualSet),
            row => row.Sequence.ShouldBe(4));
    }

    [Fact]
    public async Task A_retired_extension_is_not_on_the_board_and_late_events_do_not_bring_it_back()
    {
        await _ito.AppendAsync(new ExtensionRetired(_bench.Now));
        _bench.Board.Find("1203").ShouldBeNull();
        await _ito.AppendAsync(Quiet(_bench.Now));
        _bench.Board.Find("1203").ShouldBeNull();
        _bench.Board.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_user_who_is_added_is_on_the_board_before_the_extension_has_heard_of_it()
    {
        var users = new JournalWriter(_bench.Journal, PresenceIds.Users);
        await users.AppendAsync(new UserChanged(_bench.Now, "admin", "1100", new UserProfile { Extension = "1100", Name = "Sato" }));
        _bench.Board.Find("1100")!.ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("Sato"),
            row => row.Presence.ShouldBe("Available"),
            row => row.Integrated.ShouldBeFalse());
    }

    [Fact]
    public async Task A_row_tells_the_group_and_whether_its_times_are_hidden_as_soon_as_it_is_on_the_disk()
    {
        var users = new JournalWriter(_bench.Journal, PresenceIds.Users);
        await users.AppendAsync(new UserChanged(_bench.Now, "admin", "1203", new UserProfile { Extension = "1203", Name = "Ito", Group = "Sales", HideTimes = true }));
        _bench.Board.Find("1203")!.ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("Ito"),
            row => row.Group.ShouldBe("Sales"),
            row => row.TimesHidden.ShouldBeTrue());

        await users.AppendAsync(new UserChanged(_bench.Now, "admin", "1203", new UserProfile { Extension = "1203", Name = "Ito" }));
        _bench.Board.Find("1203")!.ShouldSatisfyAllConditions(
            row => row.Group.ShouldBeNull(),
            row => row.TimesHidden.ShouldBeFalse());
    }

    [Fact]
    public void The_site_hides_everybodys_times()
    {
        _bench.Site.Turn(_bench.Site.Current with { ScheduleTimes = ScheduleTimes.Receptionists }, null);

        _bench.Board.Find("1203")!.TimesHidden.ShouldBeTrue();
        _bench.Board.View().Presences.ShouldHaveSingleItem().TimesHidden.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_still_said_of_the_life_before_does_not_touch_who_has_been_given_the_extension_since()
    {
        var users = new JournalWriter(_bench.Journal, PresenceIds.Users);
        await users.AppendAsync(new UserChanged(_bench.Now, "admin", "1203", null));
        _bench.Board.Find("1203").ShouldBeNull();
        await users.AppendAsync(new UserChanged(_bench.Now, "admin", "1203", new UserProfile { Extension = "1203", Name = "Sato" }));
        await _ito.AppendAsync(Shows("Vacation", _bench.Now));
        await _ito.AppendAsync(new ExtensionRetired(_bench.Now));
        _bench.Board.Find("1203")!.ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("Sato"),
            row => row.Presence.ShouldBe("Available"));

        await _ito.AppendAsync(Begins(_bench.Site.Current.Rules, _bench.Now));
        await _ito.AppendAsync(Shows("Lunch", _bench.Now));
        _bench.Board.Find("1203")!.Presence.ShouldBe("Lunch");
    }

    [Fact]
    public void An_extension_that_has_never_been_read_is_stale_after_three_minutes()
    {
        var since = _bench.Now;
        _bench.Time.Advance(TimeSpan.FromMinutes(3));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(since);
        _bench.Board.StaleCount.ShouldBe(1);
    }

    [Fact]
    public void A_good_read_makes_it_fresh_for_three_minutes()
    {
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        _bench.Confirm("1203");
        var read = _bench.Now;
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Board.Find("1203")!.CoveredUntil.ShouldBe(read.AddDays(2));
        _bench.Time.Advance(TimeSpan.FromMinutes(4));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(read);
    }

    [Fact]
    public void What_the_server_would_have_told_of_is_not_stale_however_long_ago_it_was_read()
    {
        _bench.Confirm("1203");
        _bench.Board.Follow("1203", true);
        _bench.Time.Advance(TimeSpan.FromHours(5));

        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Board.ReadSince(_bench.Now).ReadBefore.ShouldBeEmpty();
        _bench.Board.MailboxOf("1203", "a@example.com")!.ShouldSatisfyAllConditions(
            mailbox => mailbox.State.ShouldBe(MailboxState.Reading), mailbox => mailbox.LastGoodRead.ShouldBe(_bench.Now), mailbox => mailbox.Followed.ShouldBeTrue());
    }

    [Fact]
    public void What_the_server_has_told_of_and_nobody_could_read_is_stale_three_minutes_later()
    {
        _bench.Confirm("1203");
        _bench.Board.Follow("1203", true);
        _bench.Time.Advance(TimeSpan.FromHours(5));
        _bench.Board.Outdate("1203");
        var changed = _bench.Now;
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Board.Outdate("1203");
        _bench.Board.Follow("1203", true);
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(changed);
        _bench.Board.MailboxOf("1203", "a@example.com")!.LastGoodRead.ShouldBe(changed);

        _bench.Confirm("1203");
        _bench.Time.Advance(TimeSpan.FromHours(5));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public void A_reading_that_was_asked_for_before_a_change_says_nothing_of_it()
    {
        _bench.Confirm("1203");
        _bench.Board.Follow("1203", true);
        var asked = _bench.Now;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        _bench.Board.Outdate("1203");
        _bench.Board.Confirm(new GoodReading("1203", "a@example.com", Calendar.Empty, new CalendarWindow(asked, asked.AddDays(2)), asked, _bench.Now, 0));
        var read = _bench.Now;

        _bench.Time.Advance(TimeSpan.FromMinutes(4));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(read);
    }

    [Fact]
    public void What_is_not_followed_any_more_is_stale_three_minutes_later()
    {
        _bench.Confirm("1203");
        _bench.Board.Follow("1203", true);
        _bench.Time.Advance(TimeSpan.FromHours(5));
        _bench.Board.Follow("1203", false);
        var lost = _bench.Now;
        _bench.Time.Advance(TimeSpan.FromMinutes(3));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(lost);
        _bench.Board.MailboxOf("1203", "a@example.com")!.State.ShouldBe(MailboxState.Stale);
    }

    [Fact]
    public void A_followed_calendar_that_cannot_be_read_when_it_changed_is_stale_three_minutes_later()
    {
        _bench.Confirm("1203");
        _bench.Board.Follow("1203", true);
        _bench.Time.Advance(TimeSpan.FromHours(5));
        var failed = _bench.Now;
        _bench.Board.Doubt(new FailedReading("1203", ReadFailure.AccessDenied, "Nobody may.", failed, failed.AddMinutes(10)));
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Board.Doubt(new FailedReading("1203", ReadFailure.AccessDenied, "Nobody may.", _bench.Now, null));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(failed);
        _bench.Board.MailboxOf("1203", "a@example.com")!.ShouldSatisfyAllConditions(
            mailbox => mailbox.State.ShouldBe(MailboxState.NoAccess), mailbox => mailbox.Reason.ShouldBe("Nobody may."));
        _bench.Confirm("1203");
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_server_tells_of_counts_only_when_it_was_read_since_the_integration_came_on()
    {
        _bench.Confirm("1203");
        var read = _bench.Now;
        _bench.Board.Follow("1203", true);
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com", Integration = false }, _bench.Now));
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com" }, _bench.Now));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(read);
        _bench.Board.MailboxOf("1203", "b@example.com").ShouldNotBeNull();
    }

    [Fact]
    public void A_long_polling_interval_is_waited_for_three_times()
    {
        _bench.Site.Turn(_bench.Site.Current with { PollInterval = TimeSpan.FromMinutes(10) }, null);
        _bench.Confirm("1203");
        _bench.Time.Advance(TimeSpan.FromMinutes(30));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Board.Find("1203")!.StaleSince.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_not_read_is_not_stale()
    {
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com", Integration = false }, _bench.Now));
        _bench.Time.Advance(TimeSpan.FromHours(1));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Board.Find("1203")!.Integrated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_kept_calendar_is_stale_from_the_moment_the_integration_is_on_again_until_it_is_read()
    {
        _bench.Confirm("1203");
        var read = _bench.Now;
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com", Integration = false }, _bench.Now));
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com" }, _bench.Now));
        _bench.Board.Find("1203")!.StaleSince.ShouldBe(read);
        _bench.Confirm("1203");
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public async Task The_switch_of_the_site_counts_as_the_persons_does()
    {
        _bench.Confirm("1203");
        await _ito.AppendAsync(Begins(_bench.Site.Current.Rules with { Integration = false }, _bench.Now));
        _bench.Board.Find("1203")!.Integrated.ShouldBeFalse();
        await _ito.AppendAsync(Begins(_bench.Site.Current.Rules, _bench.Now));
        _bench.Board.Find("1203")!.StaleSince.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_account_is_not_stale_at_once_since_nothing_is_known_of_it()
    {
        _bench.Confirm("1203");
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com", Integration = false }, _bench.Now));
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com" }, _bench.Now));
        await _ito.AppendAsync(Applies(new UserSettings { Account = "b@example.com" }, _bench.Now, forgotten: true));
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
        _bench.Board.Find("1203")!.CoveredUntil.ShouldBeNull();
        _bench.Board.LastGoodReadOf("1203").ShouldBeNull();
    }

    [Fact]
    public void A_restart_makes_no_calendar_fresher_than_it_is()
    {
        var read = _bench.Now.AddHours(-5);
        Place("1100", read);
        _bench.Board.Find("1100")!.StaleSince.ShouldBe(read);
    }

    [Fact]
    public void Who_was_never_read_is_given_time_from_the_restart_on()
    {
        Place("1100", storedRead: null);
        var placed = _bench.Now;
        _bench.Board.Find("1100")!.StaleSince.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromTicks(1));
        _bench.Board.Find("1100")!.StaleSince.ShouldBe(placed);
    }

    [Fact]
    public void The_last_good_read_is_what_is_remembered_unless_what_is_stored_is_newer_or_there_is_none()
    {
        var sweep = _bench.Now.AddMinutes(-10);
        var denied = _bench.Now.AddHours(-2);
        _bench.Board.Remember(new StoredSweep(sweep, ImmutableDictionary<string, DateTimeOffset>.Empty.Add("1102", denied)));
        Place("1100", sweep.AddHours(-5));
        Place("1101", sweep.AddMinutes(9));
        Place("1102", sweep.AddHours(-5));
        Place("1103", storedRead: null);

        new[] { "1100", "1101", "1102", "1103" }.Select(_bench.Board.LastGoodReadOf).ShouldBe([sweep, sweep.AddMinutes(9), denied, null]);
        _bench.Board.View().Presences.Where(view => view.StaleSince is not null).Select(view => view.Extension).ShouldBe(["1100", "1102"]);
    }

    [Fact]
    public void An_actor_that_begins_again_while_the_board_stands_takes_nothing_from_what_it_knows()
    {
        _bench.Confirm("1203");
        var read = _bench.Now;
        Place("1203", read.AddHours(-5));
        _bench.Board.LastGoodReadOf("1203").ShouldBe(read);
        _bench.Board.Find("1203")!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public async Task Who_was_not_read_in_a_sweep_is_an_exception_with_the_instant_of_the_last_read_also_when_nobody_has_to_read_it()
    {
        await _bench.BeginAsync("1100");
        await _bench.BeginAsync("1101");
        _bench.Confirm("1203");
        var before = _bench.Now;
        await _ito.AppendAsync(Applies(new UserSettings { Account = "a@example.com", Integration = false }, _bench.Now));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        var begun = _bench.Now;
        _bench.Confirm("1100");

        var sweep = _bench.Board.ReadSince(begun);
        sweep.Since.ShouldBe(begun);
        sweep.ReadBefore.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("1203", before));
    }

    private void Place(string extension, DateTimeOffset? storedRead) => _bench.Board.Place(
        extension, PresenceState.Begin(_bench.Site.Current.Rules, new UserSettings { Account = "a@example.com" }, _bench.Now), sequence: 2, storedRead, storedRead?.AddDays(2));

    [Fact]
    public void The_trouble_of_the_last_read_is_known_until_a_read_succeeds()
    {
        var failed = new FailedReading("1203", ReadFailure.Unreachable, "No route.", _bench.Now, null);
        _bench.Board.Doubt(failed);
        _bench.Board.TroubleOf("1203").ShouldBe(failed);
        _bench.Confirm("1203");
        _bench.Board.TroubleOf("1203").ShouldBeNull();
    }
}
