using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Commands;

/// <summary>What many extensions cost while nothing happens.</summary>
internal sealed class IdleBenchmark : IBenchmark
{
    private const int Appointments = 5;

    public string Name => "idle";

    public string Work => "a whole host at rest: persistent extensions with 5 appointments each, their own sequence numbers, and a pending boundary";

    public int UsualSize => 100_000;

    public int UsualRepeats => 2;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        var few = Math.Max(1, run.Extensions / 100);
        run.Progress($"making a site of {few}, and one of {run.Extensions}");
        var small = await MakeAsync(run.Below("few"), few);
        var large = await MakeAsync(run.Below("all"), run.Extensions);
        run.Progress("looking at the small one");
        var lone = await LookAsync(small, windowSeconds: 0);
        var found = new List<IdleFinding>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            run.Progress($"looking at the large one, {repeat + 1} of {run.Repeats}");
            found.Add(await LookAsync(large, run.WindowSeconds));
        }

        var more = run.Extensions - few;
        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["appointments each"] = Appointments, ["window, s"] = run.WindowSeconds },
            [
                new Figure("memory for each further extension", "bytes", Spread.Of(found.Select(f => (f.ResidentBytes - lone.ResidentBytes) / (double)more)))
                {
                    Bar = 1_100,
                    References = [new("Akka.NET", 2_973), new("Orleans", 3_487)],
                },
                new Figure("memory all in", "bytes an extension", Spread.Of(found.Select(f => f.ResidentBytes / (double)run.Extensions))) { Bar = 1_500 },
                new Figure("processor time in 10 s", "s", Spread.Of(found.Select(f => f.CpuSeconds * 10 / run.WindowSeconds)))
                {
                    Bar = 0.05,
                    References = [new("Akka.NET", 0.84), new("Orleans", 1.2)],
                },
                new Figure("heap of the collector", "bytes an extension", Spread.Of(found.Select(f => (f.HeapBytes - lone.HeapBytes) / (double)more))),
                new Figure("memory of the process", "MB", Spread.Of(found.Select(f => f.ResidentBytes / 1e6))),
                new Figure("memory of the process before the collection", "MB", Spread.Of(found.Select(f => f.ResidentBytesBefore / 1e6))),
            ],
            [
                $"Each look is a fresh process: recovery from the journal, web server up, a full compacting collection, then the window. \"Further\" is the difference to the same host with {ReportTable.Number(few)} extensions.",
                "All in: engine, journal, web server, log and runtime.",
            ]);
    }

    private static Task<PreparedSite> MakeAsync(string directory, int extensions) =>
        PreparedSite.MakeAsync(directory, extensions, new CalendarPlan(CalendarPlan.Day.AddHours(9), Appointments, TimeSpan.FromMinutes(30), TimeSpan.Zero));

    private static async Task<IdleFinding> LookAsync(PreparedSite site, double windowSeconds)
    {
        await using var child = ChildProcess.Start(ChildRoles.Idle, new IdleOrder(site, windowSeconds));
        return await child.HearAsync<IdleFinding>();
    }
}
