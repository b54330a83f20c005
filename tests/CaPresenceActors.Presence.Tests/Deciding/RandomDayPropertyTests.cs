using System.Text;
using CaPresenceActors.Presence.Replay;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Presence.Tests.Deciding;

/// <summary>What holds on every day, whatever happens in it.</summary>
public class RandomDayPropertyTests
{
    [Fact]
    public void A_late_timer_changes_nothing() => RandomDays.Check(
        day =>
        {
            var random = new Random(day.Seed);
            var inTime = Play(day, (extension, to) =>
            {
                var instant = extension.State.DecidedUntil;
                while (extension.State.NextBoundaryAfter(instant) is { } boundary && boundary <= to)
                {
                    extension.Look(boundary);
                    instant = boundary;
                }
            });
            var late = Play(day, (_, _) => { });
            var anyTime = Play(day, (extension, to) =>
            {
                var from = extension.State.DecidedUntil;
                foreach (var part in Enumerable.Range(0, random.Next(4)).Select(_ => random.NextDouble()).Order())
                {
                    extension.Look(from + ((to - from) * part));
                }
            });

            Described(late).ShouldBe(Described(inTime));
            Described(anyTime).ShouldBe(Described(inTime));
        },
        share: 3);

    [Fact]
    public void After_every_step_the_state_is_what_the_settlement_says_and_what_follows_from_the_facts() => RandomDays.Check(
        day => Play(day, (_, _) => { }, (extension, decision) =>
        {
            var state = extension.State;
            if (decision.Events.Length == 0)
            {
                return;
            }

            var last = decision.Events[^1];
            state.Episode.ShouldBe(last.Settlement.Episode);
            state.Manual.ShouldBe(last.Settlement.Manual);
            state.Shown.ShouldBe(last.Settlement.Shown);
            state.Outlook.ShouldBe(last.Settlement.Outlook);
            state.DecidedUntil.ShouldBe(last.At);
            state.Episode.ShouldBe(state.Agenda.WinnerAt(last.At));
            state.Site.Presences.Find(state.Shown).ShouldNotBeNull();
            decision.Events.Select(e => e.At).ShouldBeInOrder();
            decision.Events.SkipLast(1).ShouldAllBe(e => e is PresenceEvent.BoundaryPassed);
        }),
        share: 3);

    [Fact]
    public void The_outlook_is_what_happens_next_if_nothing_else_comes() => RandomDays.Check(
        day => Play(day, (_, _) => { }, (extension, _) =>
        {
            var (state, outlook) = (extension.State, extension.State.Outlook);
            var next = PresenceDecider.Decide(state, new PresenceCommand.CheckClock(), DateTimeOffset.MaxValue).Events.FirstOrDefault(e => e.Settlement.Change is not null);

            outlook.Until.ShouldBe(next?.At);
            outlook.Next.ShouldBe(next?.Settlement.Shown);
        }),
        share: 3);

    [Fact]
    public void The_same_calendar_again_brings_no_event() => RandomDays.Check(
        day => Play(day, (_, _) => { }, (extension, _) =>
        {
            var again = Calendar.Of(extension.State.Calendar.Reverse());

            PresenceDecider.Decide(extension.State, new PresenceCommand.ReplaceCalendar(again), extension.State.DecidedUntil).Events.ShouldBeEmpty();
        }),
        share: 4);

    [Fact]
    public void Without_an_event_nothing_else_would_be_shown() => RandomDays.Check(
        day => Play(day, (extension, to) =>
        {
            var before = extension.State;
            if (PresenceDecider.Decide(before, new PresenceCommand.CheckClock(), to).Events.Length > 0)
            {
                return;
            }

            var asked = PresenceDecider.Decide(before, new PresenceCommand.SetManualPresence(before.Shown, Hold.UntilCleared), to);
            asked.Events.ShouldHaveSingleItem().Settlement.Change.ShouldBeNull();
            Episode.Same(before.Agenda.WinnerAt(to), before.Episode).ShouldBeTrue();
        }),
        share: 4);

    // Inputs that break a rule are left out here; the comparison with the naive model has them.
    internal static Extension Play(Day day, Action<Extension, DateTimeOffset> wait, Action<Extension, PresenceDecision>? check = null)
    {
        var scenario = Scenario.Parse(Encoding.UTF8.GetBytes(day.ToJson()));
        var extension = new Extension(scenario.Site, UserSettings.Initial with { Account = Extension.Account }, scenario.Start);
        var previous = scenario.Start;
        for (var i = 0; i < scenario.InputCount; i++)
        {
            if (CommandOf(scenario, i, extension.State, previous) is { } command)
            {
                previous = scenario.InstantOf(i)!.Value;
                wait(extension, previous);
                var decision = extension.Tell(command, previous);
                check?.Invoke(extension, decision);
            }
        }

        wait(extension, scenario.End);
        var last = extension.Look(scenario.End);
        check?.Invoke(extension, last);
        return extension;
    }

    private static PresenceCommand? CommandOf(Scenario scenario, int index, PresenceState state, DateTimeOffset previous)
    {
        try
        {
            return scenario.CommandOf(index, state, previous);
        }
        catch (ScenarioException)
        {
            return null;
        }
    }

    private static string Described(Extension extension) => string.Join('\n', extension.Events.Select(e =>
        $"{e.GetType().Name} {e.At:O} {e.Settlement.Episode} {e.Settlement.Manual} {e.Settlement.Shown} {e.Settlement.Change} {e.Settlement.Outlook} {string.Join(',', e.Settlement.Losers)}"));
}
