namespace CaPresenceActors.Presence.Tests.Deciding;

public class ClockSetBackTests
{
    [Fact]
    public void Time_that_comes_again_is_decided_again_and_nothing_recorded_is_rewritten()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Look(Extension.At(10));
        anna.Look(Extension.At(9, 50));
        anna.Look(Extension.At(9, 55)).Events.ShouldBeEmpty();
        anna.Look(Extension.At(11));

        anna.Events.OfType<PresenceEvent.ClockSetBack>().ShouldHaveSingleItem().At.ShouldBe(Extension.At(9, 50));
        anna.Changes.ShouldBe(
        [
            "10:00 Available→In a meeting EventStarted", "09:50 In a meeting→Available EventEnded", "10:00 Available→In a meeting EventStarted", "11:00 In a meeting→Available EventEnded",
        ]);
    }

    [Fact]
    public void Back_into_an_event_that_is_over_resumes_it()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Look(Extension.At(11));
        anna.Look(Extension.At(10, 50));

        anna.Changes.Last().ShouldBe("10:50 Available→In a meeting EventResumed");
    }

    [Fact]
    public void A_presence_until_an_instant_holds_longer_by_the_step()
    {
        var anna = Extension.AtEight();
        anna.Set("Lunch", Extension.At(9), Hold.Until, Extension.At(10));
        anna.Look(Extension.At(8, 30));
        anna.Look(Extension.At(10));

        anna.Changes.ShouldBe(["09:00 Available→Lunch ManualSet", "10:00 Lunch→Available ManualExpired"]);
    }

    [Fact]
    public void An_input_after_the_step_is_applied_at_the_clock_as_it_is_now()
    {
        var anna = Extension.AtEight();
        anna.Set("Lunch", Extension.At(10));
        anna.Clear(Extension.At(9));

        anna.Changes.ShouldBe(["10:00 Available→Lunch ManualSet", "09:00 Lunch→Available ManualCleared"]);
        anna.State.DecidedUntil.ShouldBe(Extension.At(9));
    }

    [Fact]
    public void What_was_set_by_hand_survives_the_step()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Lunch", Extension.At(10, 30));
        anna.Look(Extension.At(9, 50));
        anna.Look(Extension.At(9, 59));

        anna.State.Shown.ShouldBe("Lunch");
        anna.Look(Extension.At(10));
        anna.Changes.ShouldBe(["10:00 Available→In a meeting EventStarted", "10:30 In a meeting→Lunch ManualSet", "10:00 Lunch→In a meeting EventStarted"]);
    }
}
