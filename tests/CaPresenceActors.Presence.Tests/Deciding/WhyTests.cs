namespace CaPresenceActors.Presence.Tests.Deciding;

public class WhyTests
{
    [Fact]
    public void Says_which_appointment_won_by_which_keyword_and_what_lost_to_it_highest_first()
    {
        var anna = Extension.AtEight();
        anna.Read(
            Extension.At(10, 30),
            Extension.Meeting(9, 12, key: 5, subject: "lunch"),
            Extension.Meeting(10, 11, key: 4),
            Extension.Meeting(10, 11, key: 3),
            Extension.Meeting(9, 12, key: 2, subject: "nothing"),
            Extension.Meeting(11, 12, key: 1),
            Extension.Meeting(9, 13, key: 6) with { Cancelled = true });
        var settlement = anna.Events[^1].Settlement;

        settlement.Episode.ShouldBe(new Episode(new AppointmentKey(3), "In a meeting", "meeting", 1, Extension.At(10), Extension.At(11)));
        settlement.Losers.ShouldBe([new Contender(new AppointmentKey(4), 1, "meeting", Extension.At(10)), new Contender(new AppointmentKey(5), 2, "lunch", Extension.At(9))]);
        settlement.Outlook.ShouldBe(new Outlook(Extension.At(12), "Available"));
        settlement.Change.ShouldBe(new PresenceChange("Available", "In a meeting", PresenceCause.CalendarChanged, new AppointmentKey(3), "meeting"));
    }

    [Fact]
    public void Names_the_winner_only_when_its_presence_is_shown_by_it()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Lunch", Extension.At(10, 10));
        anna.Events[^1].Settlement.Change.ShouldBe(new PresenceChange("In a meeting", "Lunch", PresenceCause.ManualSet, null, null));
        anna.Clear(Extension.At(10, 20));

        anna.Events[^1].Settlement.Change.ShouldBe(new PresenceChange("Lunch", "In a meeting", PresenceCause.ManualCleared, new AppointmentKey(1), "meeting"));
    }

    [Fact]
    public void An_event_that_was_covered_by_a_higher_one_resumes()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 13, key: 2, subject: "lunch"), Extension.Meeting(11, 12));
        anna.Look(Extension.At(14));

        anna.Changes.ShouldBe(
        [
            "10:00 Available→Lunch EventStarted", "11:00 Lunch→In a meeting EventStarted", "12:00 In a meeting→Lunch EventResumed", "13:00 Lunch→Available EventEnded",
        ]);
    }

    // A fortnight full of meetings lies between now and the end of what is set by hand.
    [Fact]
    public void The_outlook_of_a_presence_until_an_instant_is_that_instant_however_far_it_is()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), [.. Enumerable.Range(1, 200).Select(i => Extension.Meeting(10, 11, key: i) with { Start = Extension.At(9).AddHours(2 * i), End = Extension.At(10).AddHours(2 * i) })]);
        var end = Extension.At(9).AddHours(350);

        anna.Set("Lunch", Extension.At(8), Hold.Until, end);
        anna.State.Outlook.ShouldBe(new Outlook(end, "In a meeting"));
        anna.Set("Lunch", Extension.At(8), Hold.UntilCleared);
        anna.State.Outlook.ShouldBe(Outlook.Open);
    }
}
