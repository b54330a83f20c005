using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Commands;

/// <summary>Everybody's edge at one and the same instant, all the way to ten subscribers.</summary>
internal sealed class StormBenchmark : IBenchmark
{
    private const int Subscribers = 10;
    private const int FreshProcesses = 2;
    private static readonly TimeSpan ShortestSpacing = TimeSpan.FromSeconds(1);

    public string Name => "storm";

    public string Work => "every extension has an edge at one and the same instant: due, decided, durable (SQLite, synchronous=FULL), delivered to 10 subscribers over HTTP";

    public int UsualSize => 100_000;

    public int UsualRepeats => 3;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        // The next storm waits until this one is certainly over.
        var needed = TimeSpan.FromSeconds(run.Extensions * 0.00004);
        var spacing = needed > ShortestSpacing ? needed : ShortestSpacing;
        var plan = new CalendarPlan(CalendarPlan.Day.AddHours(9), (run.Repeats + 2) / 2, spacing, TimeSpan.Zero);
        run.Progress($"making a site of {run.Extensions}");
        var site = await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, plan);
        var first = new List<StormTimes>();
        for (var process = 1; process < FreshProcesses; process++)
        {
            run.Progress($"the first storm of fresh process {process} of {FreshProcesses}");
            first.AddRange(await LiveAsync(site.CopyTo(run.Below($"fresh{process}")), rounds: 1, run));
        }

        run.Progress($"fresh process {FreshProcesses} of {FreshProcesses}: {run.Repeats + 1} storms");
        var all = await LiveAsync(site, run.Repeats + 1, run);
        first.Add(all[0]);
        List<StormTimes> warm = [.. all.Skip(1)];
        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["subscribers"] = Subscribers, ["fresh processes"] = FreshProcesses },
            [
                new Figure("warm: all durable and delivered", "s", Of(warm, t => t.Delivered.Max)) { Bar = 1.2, References = [new("Cisco's presence server spreads them over", 50)] },
                new Figure("warm: delivered, p50", "s", Of(warm, t => t.Delivered.P50)) { Bar = 0.65 },
                new Figure("first storm of a fresh process: all durable and delivered", "s", Of(first, t => t.Delivered.Max)) { Bar = 2 },
                new Figure("first storm of a fresh process: delivered, p50", "s", Of(first, t => t.Delivered.P50)),
                new Figure("warm: all decided", "s", Of(warm, t => t.Decided.Max)),
                new Figure("warm: all durable", "s", Of(warm, t => t.Durable.Max)),
                new Figure("warm: processor time of the host", "s", Spread.Of(warm.Select(t => t.CpuSeconds))),
                new Figure("bytes a change and subscriber", "bytes", Spread.Of(warm.Select(t => t.BytesEach))),
            ],
            [
                "The subscribers read in the process of the benchmark, on the same cores as the host: what they cost is in the figures.",
                run.LogToFile ? "Every change leaves a line in the log file, as at a site." : "Without the log file that a site has.",
            ]);
    }

    private static Spread Of(IEnumerable<StormTimes> times, Func<StormTimes, double> milliseconds) => Spread.Of(times.Select(t => milliseconds(t) / 1000));

    private static async Task<IReadOnlyList<StormTimes>> LiveAsync(PreparedSite site, int rounds, BenchRun run)
    {
        await using var child = ChildProcess.Start(ChildRoles.Edges, new EdgeOrder(site, rounds, run.Lead, run.LogToFile));
        var ready = await child.HearAsync<EdgeChildReady>();
        var clock = new ShiftedTime(TimeSpan.FromTicks(ready.ShiftTicks));
        await using var audience = await Audience.GatherAsync(ready.Address, ready.Token, Subscribers, site, rounds, clock);
        if (clock.GetUtcNow() >= site.Plan.Epoch)
        {
            // They would wait for ever for what they have missed.
            throw new InvalidOperationException($"The subscribers were not connected before the first edge. Give the host more time: --lead with more than {run.Lead} seconds.");
        }

        var times = new List<StormTimes>();
        for (var edge = 0; edge < rounds; edge++)
        {
            var delivered = await audience.RoundAsync(edge);
            var finding = await child.HearAsync<EdgeFinding>();
            times.Add(new StormTimes(finding.Times.Decided, finding.Times.Durable, delivered, finding.CpuSeconds, audience.BytesEach(edge)));
        }

        return times;
    }

    private sealed record StormTimes(LatencySummary Decided, LatencySummary Durable, LatencySummary Delivered, double CpuSeconds, double BytesEach);
}
