using System.Text.Json;

namespace CaPresenceActors.Presence.Tests.Naive;

public class NaiveModelTests
{
    [Fact]
    public void Replay_prints_for_random_days_what_a_naive_reading_of_the_rules_prints() => RandomDays.Check(day =>
    {
        var (expected, expectedStop) = NaiveDay.Run(day);
        var (found, foundStop) = ProductDay.Run(day);

        string.Join('\n', found).ShouldBe(string.Join('\n', expected));
        foundStop.ShouldBe(expectedStop);
    });

    [Fact]
    public void Random_days_reach_every_cause_every_input_and_broken_rules()
    {
        var days = Enumerable.Range(0, 600).Select(RandomDay.Of).ToList();
        var runs = days.Select(NaiveDay.Run).ToList();

        runs.SelectMany(r => r.Lines).Select(l => l.Cause).Distinct().Order(StringComparer.Ordinal).ShouldBe(
            Enum.GetNames<PresenceCause>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal));
        days.SelectMany(d => d.Inputs).Select(i => i.GetType().Name).Distinct().Count().ShouldBe(10);
        runs.Count(r => r.BrokenInput > 0).ShouldBeInRange(30, 300);
        runs.Average(r => r.Lines.Count).ShouldBeGreaterThan(1.5);
    }

    [Fact]
    public void The_naive_model_prints_what_the_scenarios_expect()
    {
        foreach (var path in Shared.Scenarios())
        {
            var (day, expected) = DayFile.Read(path);

            string.Join('\n', NaiveDay.Run(day).Lines).ShouldBe(string.Join('\n', expected), Path.GetFileName(path));
        }
    }
}
