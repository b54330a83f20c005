using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Extensions.ExtensionBench;

namespace CaPresenceActors.Actors.Tests.Extensions;

public sealed class UserPresenceTests : IDisposable
{
    private readonly ExtensionBench _bench = new ExtensionBench().WithUser();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_new_extension_shows_the_default_presence() => _bench.Shown.ShouldBe("Available");

    [Fact]
    public void A_new_extension_is_no_change_of_presence() => _bench.Changes.ShouldBeEmpty();

    [Fact]
    public void Turns_at_the_start_and_at_the_end_of_a_meeting()
    {
        _bench.Read(Meeting(10, 11));
        _bench.Advance(At(10));
        _bench.Shown.ShouldBe("In a meeting");
        _bench.Advance(At(11));
        _bench.Shown.ShouldBe("Available");
        _bench.Changes.ShouldBe(["10:00 In a meeting", "11:00 Available"]);
    }

    [Fact]
    public void Nobody_is_told_before_the_change_is_on_the_disk()
    {
        _bench.Store.HoldCommits();
        var answer = _bench.Asking(new UserPresenceMessage.SetManual(new PresenceCommand.SetManualPresence("Lunch")));

        answer.IsCompleted.ShouldBeFalse();
        _bench.Shown.ShouldBe("Available");

        _bench.Store.Release();
        _bench.System.Complete(answer).ShouldBe(new EngineReply.Done(_bench.Store.Head));
        _bench.Shown.ShouldBe("Lunch");
    }

    [Fact]
    public void A_boundary_that_comes_while_an_append_is_under_way_is_not_missed()
    {
        _bench.Advance(At(9, 59));
        _bench.Store.HoldCommits();
        var answer = _bench.Asking(new UserPresenceMessage.SetManual(new PresenceCommand.SetManualPresence("Lunch", Hold.Until, At(10, 30))));
        _bench.Advance(At(10, 45));
        _bench.Store.Release();
        _bench.System.Complete(answer);
        _bench.Advance(At(10, 45));

        _bench.Changes.ShouldBe(["09:59 Lunch", "10:30 Available"]);
    }

    [Fact]
    public void A_timer_that_fires_late_changes_presence_at_the_instant_at_which_it_was_due()
    {
        _bench.Read(Meeting(10, 11));
        _bench.System.StepClock(At(10, 7));

        _bench.Told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            change => change.At.ShouldBe(At(10)),
            change => change.RecordedAt.ShouldBe(At(10, 7)));
    }

    [Fact]
    public void A_refused_command_says_why_and_changes_nothing()
    {
        _bench.Set("Gone fishing").ShouldBe(new EngineReply.Refused("The presence \"Gone fishing\" is not in the presence list."));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void A_refused_command_does_not_hide_what_was_due_before()
    {
        _bench.Read(Meeting(10, 11));
        _bench.Time.SetUtcNow(At(10, 7));
        _bench.Set("Gone fishing").ShouldBeOfType<EngineReply.Refused>();
        _bench.Shown.ShouldBe("In a meeting");
    }

    [Fact]
    public void Done_names_the_position_that_the_board_has()
    {
        var done = _bench.Set("Lunch").ShouldBeOfType<EngineReply.Done>();
        done.Position.ShouldBe(_bench.Board.Position);
        _bench.Told.ShouldHaveSingleItem().Position.ShouldBe(done.Position);
    }

    [Fact]
    public void An_unchanged_reading_costs_the_journal_nothing()
    {
        _bench.Read(Meeting(10, 11));
        var appends = _bench.Journal.Appends;
        _bench.Advance(At(8, 1));
        _bench.Read(Meeting(10, 11));
        _bench.Journal.Appends.ShouldBe(appends);
    }

    [Fact]
    public void An_unchanged_reading_whose_window_has_moved_far_is_kept_again()
    {
        _bench.Read(Meeting(10, 11));
        var first = _bench.KeptReading!.CoveredUntil;
        _bench.Advance(At(15));
        _bench.Read(Meeting(10, 11));
        _bench.KeptReading!.CoveredUntil.ShouldBe(first.AddHours(7));
    }

    [Fact]
    public void The_reading_is_overwritten_by_the_next_one()
    {
        _bench.Read(Meeting(10, 11, "Meeting with Wanda"));
        _bench.Read(Meeting(12, 13, "Lunch with Otto"));
        _bench.KeptReading!.Calendar.ShouldHaveSingleItem().Subject.ShouldBe("Lunch with Otto");
    }

    [Fact]
    public void No_subject_gets_into_the_journal()
    {
        _bench.Read(Meeting(9, 10, "Meeting about XYZZY"), Meeting(9, 11, "Lunch about XYZZY"));
        _bench.Advance(At(12));
        _bench.Sweep();
        _bench.Changes.Count.ShouldBe(3);
        _bench.JournalHolds("XYZZY").ShouldBeFalse();
    }

    [Fact]
    public void A_changed_account_forgets_the_calendar_and_the_reading()
    {
        _bench.Read(Meeting(7, 11));
        _bench.Shown.ShouldBe("In a meeting");
        _bench.WithUser(Profile("sato@example.com"));

        _bench.Shown.ShouldBe("Available");
        _bench.KeptReading.ShouldBeNull();
        _bench.View!.CoveredUntil.ShouldBeNull();
    }

    [Fact]
    public void A_late_reading_of_another_account_is_dropped()
    {
        var late = _bench.Reading(Meeting(7, 11));
        _bench.WithUser(Profile("sato@example.com"));
        _bench.Tell(new UserPresenceMessage.CalendarRead(late));
        _bench.Shown.ShouldBe("Available");
        _bench.KeptReading.ShouldBeNull();
    }

    [Fact]
    public void A_reading_that_was_requested_before_the_account_was_given_again_is_dropped()
    {
        var late = _bench.Reading(Meeting(7, 11));
        _bench.Advance(At(8, 1));
        _bench.WithUser(Profile(null)).WithUser();
        _bench.Tell(new UserPresenceMessage.CalendarRead(late));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void A_reading_that_was_requested_before_one_that_counts_already_is_dropped()
    {
        var late = _bench.Reading(Meeting(7, 11));
        _bench.Advance(At(8, 1));
        _bench.Read();
        _bench.Tell(new UserPresenceMessage.CalendarRead(late));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void Readings_go_on_counting_after_the_clock_was_set_back()
    {
        _bench.Advance(At(9));
        _bench.Read();
        _bench.System.StepClock(At(8));
        _bench.Read(Meeting(7, 11));
        _bench.Shown.ShouldBe("In a meeting");
    }

    [Fact]
    public void Time_that_comes_again_is_decided_again()
    {
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(10));
        _bench.System.StepClock(At(9, 30));
        _bench.Tell(new UserPresenceMessage.CheckClock());
        _bench.Shown.ShouldBe("In a meeting");
        _bench.Advance(At(10));
        _bench.Changes.ShouldBe(["09:00 In a meeting", "10:00 Available", "09:30 In a meeting", "10:00 Available"]);
    }

    [Fact]
    public void A_changed_keyword_list_matches_the_kept_calendar_again()
    {
        _bench.Read(Meeting(7, 11, "Review"));
        _bench.Shown.ShouldBe("Available");
        _bench.Turn(_bench.Book.Current.Rules.WithKeywords([new KeywordRow("review", "Do not disturb")]));
        _bench.Announce();
        _bench.Shown.ShouldBe("Do not disturb");
    }

    [Fact]
    public void Two_renames_that_were_missed_carry_the_manual_presence_and_own_rows_along()
    {
        _bench.WithUser(Profile() with { OwnKeywords = KeywordList.Of([new KeywordRow("desk", "Lunch")], PresenceList.Initial) });
        _bench.Set("Lunch", Hold.UntilCleared);
        _bench.Rename("Lunch", "Break");
        _bench.Turn(_bench.Book.Current.Rules with { Options = new PresenceOptions { IgnoreFree = true } });
        _bench.Rename("Break", "Pause");
        _bench.Announce();

        _bench.Shown.ShouldBe("Pause");
        _bench.State!.User.OwnKeywords!.Rows.ShouldBe([new KeywordRow("desk", "Pause")]);
        _bench.State.Site.ShouldBe(_bench.Book.Current.Rules);
    }

    [Fact]
    public void Replacements_that_were_missed_carry_the_manual_presence_and_own_rows_along()
    {
        _bench.WithUser(Profile() with { OwnKeywords = KeywordList.Of([new KeywordRow("desk", "Lunch"), new KeywordRow("trip", "Business trip")], PresenceList.Initial) });
        _bench.Set("Lunch", Hold.UntilCleared);
        var replacing = PresenceRename.OfAll([("Business trip", "Vacation"), ("Lunch", "Out of office")])!;
        _bench.Turn(_bench.Book.Current.Rules.WithKeywords([]).WithPresences(PresenceList.OfNames(["Available", "Out of office", "Vacation"]), replacing), replacing);
        _bench.Turn(_bench.Book.Current.Rules with { Options = new PresenceOptions { IgnoreFree = true } });
        _bench.Announce();

        _bench.Shown.ShouldBe("Out of office");
        _bench.State!.User.OwnKeywords!.Rows.ShouldBe([new KeywordRow("desk", "Out of office"), new KeywordRow("trip", "Vacation")]);
    }

    [Fact]
    public void Older_settings_that_come_late_are_dropped()
    {
        var older = _bench.Book.Current.Rules;
        _bench.Turn(older.WithKeywords([]));
        _bench.Announce();
        var head = _bench.Store.Head;
        _bench.Tell(new UserPresenceMessage.SiteChanged(older, null));
        _bench.Store.Head.ShouldBe(head);
    }
}
