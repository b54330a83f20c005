namespace CaPresenceActors.Presence.Tests.Deciding;

/// <summary>SEMANTICS §5 and the drawing in docs/rules.md, arrow by arrow.</summary>
public class ManualPresenceTests
{
    [Fact]
    public void With_default_an_edge_clears_what_was_set_between_episodes()
    {
        var anna = WithMeeting(AfterEvent.Default);
        anna.Set("Lunch", At(9));
        anna.Look(At(12));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "10:00 Lunch→In a meeting EventStarted", "11:00 In a meeting→Available EventEnded"]);
        anna.State.Manual.ShouldBeNull();
    }

    [Fact]
    public void With_previous_an_episode_hides_what_was_set_between_episodes_and_shows_it_again()
    {
        var anna = WithMeeting(AfterEvent.Previous);
        anna.Set("Lunch", At(9));
        anna.Look(At(12));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "10:00 Lunch→In a meeting EventStarted", "11:00 In a meeting→Lunch EventEnded"]);
    }

    [Theory]
    [InlineData(AfterEvent.Default)]
    [InlineData(AfterEvent.Previous)]
    public void The_next_edge_clears_what_was_set_within_an_episode(AfterEvent afterEvent)
    {
        var anna = WithMeeting(afterEvent);
        anna.Set("Lunch", At(10));
        anna.Look(At(12));

        anna.Changes.ShouldBe(["10:00 Available→In a meeting EventStarted", "10:00 In a meeting→Lunch ManualSet", "11:00 Lunch→Available EventEnded"]);
    }

    [Fact]
    public void Between_two_events_that_meet_there_is_an_edge_that_nobody_sees()
    {
        var anna = Extension.AtEight(AfterEvent.Previous);
        anna.Read(At(8), Extension.Meeting(10, 11), Extension.Meeting(11, 12, key: 2));
        anna.Set("Lunch", At(10, 30));
        anna.Look(At(13));

        anna.Changes.ShouldBe(
        [
            "10:00 Available→In a meeting EventStarted", "10:30 In a meeting→Lunch ManualSet", "11:00 Lunch→In a meeting EventStarted", "12:00 In a meeting→Available EventEnded",
        ]);
    }

    [Fact]
    public void At_the_instant_of_an_edge_the_edge_comes_first_and_the_hand_after_it()
    {
        var anna = WithMeeting(AfterEvent.Previous);
        anna.Set("Lunch", At(11));

        anna.State.Manual!.Within.ShouldBeFalse();
        anna.Changes.ShouldBe(["10:00 Available→In a meeting EventStarted", "11:00 In a meeting→Available EventEnded", "11:00 Available→Lunch ManualSet"]);
    }

    [Theory]
    [InlineData(AfterEvent.Default, null)]
    [InlineData(AfterEvent.Previous, "Lunch")]
    public void A_change_of_the_calendar_makes_an_edge_as_time_does(AfterEvent afterEvent, string? manual)
    {
        var anna = Extension.AtEight(afterEvent);
        anna.Set("Lunch", At(9));
        anna.Read(At(10, 30), Extension.Meeting(10, 12));

        anna.Changes.Last().ShouldBe("10:30 Lunch→In a meeting CalendarChanged");
        anna.State.Manual?.Presence.ShouldBe(manual);
    }

    [Fact]
    public void A_change_of_settings_clears_and_hides_nothing_and_the_hand_counts_as_within()
    {
        var anna = WithMeeting(AfterEvent.Previous, "Review");
        anna.Set("Lunch", At(9));
        anna.Change((SiteSettings site) => site.WithKeywords([new KeywordRow("review", "In a meeting")]), At(10, 30));

        anna.Shown.ShouldBe("Lunch");
        anna.State.Manual!.Within.ShouldBeTrue();
        anna.Look(At(12));
        anna.Changes.Last().ShouldBe("11:00 Lunch→Available EventEnded");
    }

    [Fact]
    public void A_change_of_settings_that_ends_the_episode_makes_the_hand_between_episodes()
    {
        var anna = WithMeeting(AfterEvent.Previous);
        anna.Set("Lunch", At(10, 10));
        anna.Change((SiteSettings site) => site with { Integration = false }, At(10, 20));

        anna.State.Manual!.Within.ShouldBeFalse();
        anna.Shown.ShouldBe("Lunch");
    }

    [Fact]
    public void A_change_of_settings_leaves_hidden_what_is_hidden_while_an_episode_runs()
    {
        var anna = WithMeeting(AfterEvent.Previous, "Lunch meeting");
        anna.Set("Business trip", At(9));
        anna.Change((SiteSettings site) => site.WithKeywords([new KeywordRow("lunch", "Lunch")]), At(10, 20));
        anna.Shown.ShouldBe("Lunch");
        anna.State.Manual!.Within.ShouldBeFalse();

        anna.Change((SiteSettings site) => site.WithKeywords([]), At(10, 40));
        anna.Shown.ShouldBe("Business trip");
    }

    [Theory]
    [InlineData(Hold.UntilNextChange)]
    [InlineData(Hold.UntilCleared)]
    [InlineData(Hold.Until)]
    public void A_hand_on_a_presence_that_is_removed_is_cleared(Hold hold)
    {
        var anna = WithMeeting(AfterEvent.Previous);
        anna.Set("Business trip", At(9), hold, hold == Hold.Until ? At(15) : null);
        anna.Change((SiteSettings site) => site.WithPresences(PresenceList.OfNames(["Available", "In a meeting", "Lunch"])), At(9, 30));

        anna.State.Manual.ShouldBeNull();
        anna.Changes.Last().ShouldBe("09:30 Business trip→Available PresencesChanged");
    }

    [Fact]
    public void Until_an_instant_holds_over_every_event_and_the_edge_of_that_instant_names_the_cause()
    {
        var anna = WithMeeting(AfterEvent.Default);
        anna.Set("Lunch", At(9), Hold.Until, At(11));
        anna.Look(At(12));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "11:00 Lunch→Available EventEnded"]);
    }

    [Fact]
    public void Until_an_instant_within_an_episode_expires_to_the_winner()
    {
        var anna = WithMeeting(AfterEvent.Default);
        anna.Set("Lunch", At(9), Hold.Until, At(10, 30));
        anna.Look(At(12));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "10:30 Lunch→In a meeting ManualExpired", "11:00 In a meeting→Available EventEnded"]);
        anna.Events.Single(e => e.At == At(10, 30)).Settlement.Change!.Keyword.ShouldBe("meeting");
    }

    [Fact]
    public void Until_cleared_holds_until_somebody_clears_it()
    {
        var anna = WithMeeting(AfterEvent.Default);
        anna.Set("Lunch", At(9), Hold.UntilCleared);
        anna.Clear(At(10, 30));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "10:30 Lunch→In a meeting ManualCleared"]);
        anna.Clear(At(10, 40)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void Setting_by_hand_replaces_what_was_set_before()
    {
        var anna = WithMeeting(AfterEvent.Default);
        anna.Set("Lunch", At(9), Hold.UntilCleared);
        anna.Set(" Business trip ", At(9, 10));
        anna.Look(At(12));

        anna.Changes.ShouldBe(
        [
            "09:00 Available→Lunch ManualSet", "09:10 Lunch→Business trip ManualSet", "10:00 Business trip→In a meeting EventStarted", "11:00 In a meeting→Available EventEnded",
        ]);
    }

    [Fact]
    public void What_cannot_be_set_is_refused_in_words_and_what_was_due_happens_all_the_same()
    {
        var anna = WithMeeting(AfterEvent.Default);
        var refused = anna.Set("lunch", At(10, 30));

        refused.Refusal.ShouldBe("The presence \"lunch\" is not in the presence list.");
        anna.Changes.ShouldBe(["10:00 Available→In a meeting EventStarted"]);
        anna.Set("Lunch", At(10, 30), Hold.Until).Refusal.ShouldBe("A presence that holds until an instant needs the instant.");
        anna.Set("Lunch", At(10, 30), Hold.Until, At(10, 30)).Refusal.ShouldBe("The presence is to hold until 2026-11-23T10:30:00Z, which is not later than now (2026-11-23T10:30:00Z).");
        anna.Set("Lunch", At(10, 30), Hold.UntilCleared, At(11)).Refusal.ShouldBe("An instant goes with the hold \"until\" alone.");
        anna.State.Manual.ShouldBeNull();
    }

    private static Extension WithMeeting(AfterEvent afterEvent, string subject = "Meeting")
    {
        var anna = Extension.AtEight(afterEvent);
        anna.Read(At(8), Extension.Meeting(10, 11, subject: subject));
        return anna;
    }

    private static DateTimeOffset At(int hour, int minute = 0) => Extension.At(hour, minute);
}
