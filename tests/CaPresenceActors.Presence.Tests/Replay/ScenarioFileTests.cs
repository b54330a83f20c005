using CaPresenceActors.Presence.Replay;

namespace CaPresenceActors.Presence.Tests.Replay;

public class ScenarioFileTests
{
    public static TheoryData<string> Names => [.. Shared.ScenarioNames()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void Prints_what_the_scenario_expects(string name) =>
        ReplayRun.FirstDifference(Scenario.Parse(Shared.Scenario(name))).ShouldBeNull();

    [Fact]
    public void All_scenarios_are_there() => Shared.Scenarios().Length.ShouldBeGreaterThanOrEqualTo(28);
}
