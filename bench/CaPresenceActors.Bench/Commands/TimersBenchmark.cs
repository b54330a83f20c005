using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How late boundaries are noticed when many follow closely on one another.</summary>
internal sealed class TimersBenchmark : IBenchmark
{
    private const double EachSecond = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public string Name => "timers";

    public string Work => "boundaries spread evenly, 10,000 in each second: from the instant at which each is due until it is decided";

    public int UsualSize => 100_000;

    public int UsualRepeats => 2;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        var rounds = run.Repeats + 1;
        var stagger = TimeSpan.FromSeconds(1 / EachSecond);
        var plan = new CalendarPlan(CalendarPlan.Day.AddHours(9), (rounds + 1) / 2, (stagger * run.Extensions) + Pause, stagger);
        run.Progress($"making a site of {run.Extensions}");
        var site = await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, plan);
        await using var child = ChildProcess.Start(ChildRoles.Edges, new EdgeOrder(site, rounds, run.Lead, run.LogToFile));
        _ = await child.HearAsync<EdgeChildReady>();
        run.Progress("warming up");
        _ = await child.HearAsync<EdgeFinding>();
        var found = new List<EdgeFinding>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            run.Progress($"measuring, {repeat + 1} of {run.Repeats}");
            found.Add(await child.HearAsync<EdgeFinding>());
        }

        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["boundaries a second"] = EachSecond },
            [
                new Figure("due to decided, p50", "ms", Spread.Of(found.Select(f => f.Times.Decided.P50))) { References = [new("Akka.NET", 10.5), new("Orleans", 0.6)] },
                new Figure("due to decided, p99", "ms", Spread.Of(found.Select(f => f.Times.Decided.P99))) { Bar = 5, References = [new("Akka.NET", 19.5), new("Orleans", 94)] },
                new Figure("due to decided, max", "ms", Spread.Of(found.Select(f => f.Times.Decided.Max))) { Bar = 20, References = [new("Akka.NET", 142), new("Orleans", 176)] },
                new Figure("due to durable, p50", "ms", Spread.Of(found.Select(f => f.Times.Durable.P50))),
                new Figure("due to durable, p99", "ms", Spread.Of(found.Select(f => f.Times.Durable.P99))),
                new Figure("processor time a boundary", "µs", Spread.Of(found.Select(f => f.CpuSeconds * 1e6 / run.Extensions))),
            ],
            [
                "Every boundary is a real edge: decided by the rules, journalled with synchronous=FULL, published and logged while the next ones fall due.",
                $"Collections in the last round, by generation: {string.Join(", ", found[^1].Collections)}.",
            ]);
    }
}
