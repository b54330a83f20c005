using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Extensions.ExtensionBench;

namespace CaPresenceActors.Actors.Tests.Extensions;

public sealed class UserPresenceRestartTests : IDisposable
{
    private readonly ExtensionBench _bench = new ExtensionBench().WithUser();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Edges_that_passed_while_nothing_ran_are_applied_in_order_with_both_instants()
    {
        _bench.Read(Meeting(9, 10), Meeting(11, 12, "Lunch"));
        _bench.Crash();
        _bench.Time.SetUtcNow(At(11, 30));
        _bench.Start();

        _bench.Changes.ShouldBe(["09:00 In a meeting", "10:00 Available", "11:00 Lunch"]);
        _bench.Told.ShouldAllBe(change => change.RecordedAt == At(11, 30));
        _bench.Shown.ShouldBe("Lunch");
        _bench.Advance(At(12));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void What_was_due_is_decided_under_the_settings_that_were_known_then_under_the_new_ones_then_by_the_first_reading()
    {
        _bench.Read(Meeting(9, 12, "Lunch meeting"));
        _bench.Crash();
        _bench.Turn(_bench.Book.Current.Rules.WithKeywords([new KeywordRow("lunch", "Lunch")]));
        _bench.Time.SetUtcNow(At(9, 30));
        _bench.Start();
        _bench.Announce();
        _bench.Read();

        _bench.Told.Select(change => (change.To, change.Cause)).ShouldBe(
        [
            ("In a meeting", PresenceCause.EventStarted),
            ("Lunch", PresenceCause.KeywordsChanged),
            ("Available", PresenceCause.CalendarChanged),
        ]);
    }

    [Fact]
    public void Settings_that_changed_before_the_first_event_of_an_extension_was_followed_by_another_reach_it_after_a_restart()
    {
        _bench.Crash();
        _bench.Rename("Available", "At work");
        _bench.Start();
        _bench.Announce();
        _bench.Shown.ShouldBe("At work");
        _bench.Told.ShouldHaveSingleItem().From.ShouldBe("Available");
    }

    [Fact]
    public void A_restart_changes_nothing_that_can_be_seen()
    {
        _bench.Read(Meeting(7, 11));
        _bench.Set("Lunch");
        var before = (_bench.View, _bench.State!.Manual, _bench.State.LastChange, _bench.State.Outlook, _bench.State.Calendar, _bench.Store.Head);
        _bench.Restart();
        var view = _bench.View! with { Name = before.View!.Name };
        (view, _bench.State!.Manual, _bench.State.LastChange, _bench.State.Outlook, _bench.State.Calendar, _bench.Store.Head).ShouldBe(before);
    }

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_that_can_be_seen()
    {
        _bench.Read(Meeting(7, 11));
        _bench.Set("Lunch");
        var before = (_bench.View, _bench.State!.Manual, _bench.State.LastChange, _bench.State.Calendar);
        _bench.Sweep();
        _bench.Store.Covered.ShouldBe(_bench.Store.Head);
        _bench.Restart();
        (_bench.View, _bench.State!.Manual, _bench.State.LastChange, _bench.State.Calendar).ShouldBe(before);
        _bench.Advance(At(11));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void A_manual_presence_that_ended_meanwhile_ends_at_its_instant()
    {
        _bench.Set("Vacation", Hold.Until, At(9));
        _bench.Crash();
        _bench.Time.SetUtcNow(At(12));
        _bench.Start();
        _bench.Changes.ShouldBe(["08:00 Vacation", "09:00 Available"]);
    }

    [Fact]
    public void A_retired_extension_leaves_the_board_and_its_reading_goes()
    {
        _bench.Read(Meeting(10, 11));
        _bench.Tell(new UserPresenceMessage.Retire());
        _bench.View.ShouldBeNull();
        _bench.KeptReading.ShouldBeNull();
        _bench.Advance(At(12));
        _bench.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void What_comes_late_for_a_retired_extension_does_not_bring_it_back()
    {
        var late = _bench.Reading(Meeting(7, 11));
        _bench.Tell(new UserPresenceMessage.Retire());
        var head = _bench.Store.Head;
        _bench.Tell(new UserPresenceMessage.CalendarRead(late));
        _bench.Announce();
        _bench.Ask(new UserPresenceMessage.ClearManual()).ShouldBe(new EngineReply.UnknownExtension(Extension));
        _bench.State.ShouldBeNull();
        _bench.Restart();
        _bench.Tell(new UserPresenceMessage.CalendarRead(late));
        _bench.Announce();

        _bench.View.ShouldBeNull();
        _bench.Store.Head.ShouldBe(head);
    }

    [Fact]
    public void What_comes_for_an_extension_that_never_was_does_not_make_one()
    {
        using var bench = new ExtensionBench();
        bench.Read(Meeting(7, 11));
        bench.Set("Lunch").ShouldBe(new EngineReply.UnknownExtension(Extension));
        bench.View.ShouldBeNull();
        bench.Store.Head.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_extension_that_is_given_to_somebody_again_begins_anew_after_its_history(bool afterRestart)
    {
        _bench.Read(Meeting(7, 11));
        _bench.Set("Vacation", Hold.UntilCleared);
        _bench.Advance(At(9));
        _bench.Tell(new UserPresenceMessage.Retire());
        if (afterRestart)
        {
            _bench.Restart();
        }

        _bench.Advance(At(9, 30));
        _bench.WithUser();
        _bench.View!.ShouldSatisfyAllConditions(
            view => view.Presence.ShouldBe("Available"),
            view => view.Manual.ShouldBeNull(),
            view => view.Cause.ShouldBeNull(),
            view => view.Since.ShouldBe(At(9, 30)));
        var view = _bench.View;
        _bench.Restart();
        _bench.View.ShouldBe(view);
        _bench.Store.Entries.Where(entry => entry.PersistenceId == PresenceIds.Of(Extension)).Select(entry => entry.Sequence)
            .ShouldBe(Enumerable.Range(1, (int)_bench.View!.Sequence).Select(n => (long)n));
    }

    [Fact]
    public void An_extension_that_is_removed_and_given_again_at_once_is_there()
    {
        _bench.Store.HoldCommits();
        _bench.Tell(new UserPresenceMessage.Retire());
        _bench.Tell(new UserPresenceMessage.ProfileChanged(Profile()));
        _bench.Store.Release();
        _bench.System.RunUntilIdle();
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(9));
        _bench.Shown.ShouldBe("In a meeting");
    }

    [Fact]
    public void A_refused_append_fails_the_command_and_changes_nothing_and_the_next_one_works()
    {
        _bench.Read(Meeting(10, 11));
        _bench.Journal.RefuseAppend();
        Should.Throw<PersistFailedException>(() => _bench.Set("Lunch"));
        _bench.Shown.ShouldBe("Available");

        _bench.System.Advance(TimeSpan.FromSeconds(1));
        _bench.State!.Manual.ShouldBeNull();
        _bench.State.Calendar.Count.ShouldBe(1);
        _bench.Set("Lunch").ShouldBeOfType<EngineReply.Done>();
        _bench.Shown.ShouldBe("Lunch");
    }

    [Fact]
    public void An_edge_that_could_not_be_recorded_is_recorded_when_the_journal_has_healed()
    {
        _bench.Read(Meeting(9, 11));
        _bench.Journal.RefuseAppends();
        _bench.Advance(At(9, 10));
        _bench.Shown.ShouldBe("Available");
        _bench.Journal.Heal();
        _bench.Advance(At(9, 11));
        _bench.Changes.ShouldBe(["09:00 In a meeting"]);
        _bench.Shown.ShouldBe("In a meeting");
    }

    [Fact]
    public void Settings_that_could_not_be_recorded_are_taken_after_the_restart_of_the_actor()
    {
        _bench.Turn(_bench.Book.Current.Rules with { Integration = false });
        _bench.Journal.RefuseAppend();
        _bench.Announce();
        _bench.System.Advance(TimeSpan.FromSeconds(1));
        _bench.View!.Integrated.ShouldBeFalse();
    }

    [Fact]
    public void A_profile_that_could_not_be_recorded_is_asked_for_again()
    {
        _bench.Journal.RefuseAppend();
        _bench.WithUser(Profile("sato@example.com"));
        _bench.Missed.ShouldBe([Extension]);
        _bench.WithUser(Profile("sato@example.com"));
        _bench.System.Advance(TimeSpan.FromSeconds(1));
        _bench.State!.User.Account.ShouldBe("sato@example.com");
    }

    [Fact]
    public void A_damaged_reading_keeps_its_extension_from_starting_and_is_no_empty_calendar()
    {
        _bench.Read(Meeting(7, 11));
        var kept = _bench.Store.DocumentsOf(PresenceIds.Of(Extension))[StoredReading.Key];
        var document = new RecoveredDocument(StoredReading.Key, kept[..^3]);
        Should.Throw<JournalException>(() => Documents.ReadReading(document, PresenceIds.Of(Extension)))
            .Message.ShouldStartWith("The last reading of presence-1203 is damaged and cannot be read.");
    }

    [Fact]
    public void After_a_restart_an_extension_goes_on_from_the_very_settings_that_the_directory_holds()
    {
        var profile = Profile();
        _bench.Restart();
        var before = _bench.Store.Entries.Count;
        _bench.Tell(new UserPresenceMessage.ProfileChanged(profile));

        _bench.State!.User.ShouldBeSameAs(profile.Settings);
        _bench.Store.Entries.Count.ShouldBe(before);
    }
}
