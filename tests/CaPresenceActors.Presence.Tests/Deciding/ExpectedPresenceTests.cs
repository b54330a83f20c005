using CaPresenceActors.Presence.Tests.Naive;
using static CaPresenceActors.Presence.Tests.Deciding.Extension;

namespace CaPresenceActors.Presence.Tests.Deciding;

/// <summary>What is expected is what the decider would decide if it were run forward.</summary>
public class ExpectedPresenceTests
{
    [Fact]
    public void A_day_is_expected_stretch_by_stretch()
    {
        var anna = AtEight();
        anna.Read(At(8), Meeting(9, 11), Meeting(12, 13, key: 2, subject: "Lunch"));

        Told(anna, At(8), At(14)).ShouldBe(["08:00–09:00 Available", "09:00–11:00 In a meeting", "11:00–12:00 Available", "12:00–13:00 Lunch", "13:00–14:00 Available"]);
    }

    [Fact]
    public void What_is_held_until_an_instant_hides_the_edges_before_it()
    {
        var anna = AtEight();
        anna.Read(At(8), Meeting(9, 11));
        anna.Set("Lunch", At(8), Hold.Until, At(10));

        Told(anna, At(8), At(12)).ShouldBe(["08:00–10:00 Lunch Until", "10:00–11:00 In a meeting", "11:00–12:00 Available"]);
    }

    [Fact]
    public void What_is_held_until_cleared_is_expected_to_the_end()
    {
        var anna = AtEight();
        anna.Read(At(8), Meeting(9, 11));
        anna.Set("Lunch", At(8), Hold.UntilCleared);

        Told(anna, At(8), At(12)).ShouldBe(["08:00–12:00 Lunch UntilCleared"]);
    }

    [Fact]
    public void What_was_set_by_hand_before_a_meeting_comes_back_after_it()
    {
        var anna = AtEight(AfterEvent.Previous);
        anna.Read(At(8), Meeting(9, 11));
        anna.Set("Business trip", At(8));

        Told(anna, At(8), At(12)).ShouldBe(["08:00–09:00 Business trip UntilNextChange", "09:00–11:00 In a meeting", "11:00–12:00 Business trip UntilNextChange"]);
    }

    [Fact]
    public void A_later_day_begins_with_what_is_shown_by_then()
    {
        var anna = AtEight();
        anna.Read(At(8), Meeting(9, 11), Meeting(12, 13, key: 2));

        Told(anna, At(12, 30), At(14)).ShouldBe(["12:30–13:00 In a meeting", "13:00–14:00 Available"]);
    }

    [Fact]
    public void Nothing_is_expected_of_no_time()
    {
        var anna = AtEight();

        Told(anna, At(9), At(9)).ShouldBeEmpty();
        Told(anna, At(9), At(8)).ShouldBeEmpty();
    }

    [Fact]
    public void It_is_what_the_decider_decides_when_it_is_run_forward() => RandomDays.Check(
        day => RandomDayPropertyTests.Play(day, (_, _) => { }, (extension, _) =>
        {
            var state = extension.State;
            foreach (var (from, until) in new[] { (0, 24), (2, 9), (5, 6) }.Select(hours => (state.DecidedUntil.AddHours(hours.Item1), state.DecidedUntil.AddHours(hours.Item2))))
            {
                PresenceDecider.Expect(state, from, until).ShouldBe(RunForward(state, from, until));
            }
        }),
        share: 3);

    private static List<ExpectedPresence> RunForward(PresenceState state, DateTimeOffset from, DateTimeOffset until)
    {
        var decided = PresenceDecider.Decide(state, new PresenceCommand.CheckClock(), until.AddTicks(-1)).Events
            .Select(e => (e.At, e.Settlement.Shown, Hold: ManualPresence.ShownHold(e.Settlement.Manual, e.Settlement.Episode)))
            .Prepend((At: state.DecidedUntil, state.Shown, Hold: ManualPresence.ShownHold(state.Manual, state.Episode)))
            .ToList();
        var expected = new List<ExpectedPresence>();
        for (var i = 0; i < decided.Count; i++)
        {
            var (began, shown, hold) = decided[i];
            began = began > from ? began : from;
            var ended = i + 1 < decided.Count ? decided[i + 1].At : until;
            if (ended <= began)
            {
                continue;
            }

            if (expected is [.., var last] && last.Presence == shown && last.Manual == hold)
            {
                expected[^1] = last with { Until = ended };
            }
            else
            {
                expected.Add(new ExpectedPresence(began, ended, shown, hold));
            }
        }

        return expected;
    }

    private static IEnumerable<string> Told(Extension extension, DateTimeOffset from, DateTimeOffset until) =>
        PresenceDecider.Expect(extension.State, from, until).Select(e => $"{e.From:HH:mm}–{e.Until:HH:mm} {e.Presence} {e.Manual}".TrimEnd());
}
