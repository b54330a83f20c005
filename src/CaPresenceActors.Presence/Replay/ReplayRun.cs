namespace CaPresenceActors.Presence.Replay;

/// <summary>Runs one extension through a scenario in virtual time, by the rules that the live engine runs by.</summary>
public static class ReplayRun
{
    private const string ReplayAccount = "replay@example.com";

    /// <summary>
    /// The presence changes, in order, as they come; an input that breaks a rule ends the sequence with a <see cref="ScenarioException"/> after what was due until then.
    /// </summary>
    public static IEnumerable<ReplayLine> Changes(Scenario scenario)
    {
        var state = PresenceState.Begin(scenario.Site, UserSettings.Initial with { Account = ReplayAccount }, scenario.Start);
        var previous = scenario.Start;
        for (var i = 0; i < scenario.InputCount; i++)
        {
            var at = scenario.InstantOf(i);
            var isDue = at >= previous && at <= scenario.End;
            if (isDue)
            {
                foreach (var line in Advance(scenario, ref state, new PresenceCommand.CheckClock(), at!.Value, out _))
                {
                    yield return line;
                }
            }

            var command = scenario.CommandOf(i, state, previous);
            previous = at!.Value;
            var lines = Advance(scenario, ref state, command, previous, out var refusal);
            if (refusal is not null)
            {
                throw new ScenarioException(Scenario.PartOf(i), refusal);
            }

            foreach (var line in lines)
            {
                yield return line;
            }
        }

        foreach (var line in Advance(scenario, ref state, new PresenceCommand.CheckClock(), scenario.End, out _))
        {
            yield return line;
        }
    }

    /// <summary>
    /// Compares a scenario with what it expects: null when they agree, otherwise the first difference in words.
    /// </summary>
    /// <exception cref="ScenarioException">The file breaks a rule, or expects nothing.</exception>
    public static string? FirstDifference(Scenario scenario)
    {
        var expected = scenario.Expected ?? throw new ScenarioException("file", "the member \"expect\" is missing, so there is nothing to compare with.");
        var index = 0;
        foreach (var actual in Changes(scenario))
        {
            if (index == expected.Length)
            {
                return $"change {index + 1}:\n  expected  no further change\n  found     {actual}";
            }

            var wanted = ReplayLine.Expected(expected[index], index);
            if (wanted != actual)
            {
                return $"change {index + 1}:\n  expected  {wanted}\n  found     {actual}";
            }

            index++;
        }

        return index == expected.Length
            ? null
            : $"change {index + 1}:\n  expected  {ReplayLine.Expected(expected[index], index)}\n  found     no further change";
    }

    private static List<ReplayLine> Advance(Scenario scenario, ref PresenceState state, PresenceCommand command, DateTimeOffset now, out string? refusal)
    {
        var decision = PresenceDecider.Decide(state, command, now);
        refusal = decision.Refusal;
        var lines = new List<ReplayLine>();
        foreach (var happened in decision.Events)
        {
            state = PresenceDecider.Evolve(state, happened);
            if (happened.Settlement.Change is { } change)
            {
                lines.Add(ReplayLine.Of(scenario, happened.At, change));
            }
        }

        return lines;
    }
}
