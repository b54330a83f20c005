using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How much a site's journal grows in a day, and what is left of that after a prune.</summary>
internal sealed class JournalSizeBenchmark : IBenchmark
{
    private const int AppointmentsADay = 6;
    private const int PrunedAtOnce = 500;
    private const int DaysKept = 90;

    public string Name => "journal-size";

    public string Work => "bytes on the disk for an extension and a day of 12 edges, before and after a prune";

    public int UsualSize => 10_000;

    public int UsualRepeats => 1;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        var plan = new CalendarPlan(CalendarPlan.Day.AddHours(9), AppointmentsADay, TimeSpan.FromMinutes(30), TimeSpan.Zero);
        run.Progress($"making a site of {run.Extensions}");
        var site = await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, plan);
        var journal = EngineUnderTest.JournalIn(site.Directory);
        var before = SqliteFile.Look(journal);
        run.Progress("living through the day");
        for (var edge = 0; edge < plan.Edges; edge++)
        {
            await LiveUntilAsync(site, plan.EdgeOf(0, edge) + TimeSpan.FromMinutes(1));
        }

        var after = SqliteFile.Look(journal);
        run.Progress("pruning");
        var payload = await PayloadAsync(journal);
        var (pruned, took) = await PruneAsync(journal);
        var left = SqliteFile.Look(journal);
        var each = (double)run.Extensions;
        var edges = each * plan.Edges;
        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["edges a day"] = plan.Edges, ["entries pruned"] = pruned },
            [
                new Figure("a day", "bytes an extension", Spread.Of((after.UsedBytes - before.UsedBytes) / each)),
                new Figure("an edge", "bytes", Spread.Of((after.UsedBytes - before.UsedBytes) / edges)),
                new Figure("of it, what the event says", "bytes", Spread.Of(payload)),
                new Figure("90 days of history", "KB an extension", Spread.Of((after.UsedBytes - before.UsedBytes) / each * DaysKept / 1000)),
                new Figure("without any history: user, reading, snapshot", "bytes an extension", Spread.Of(left.UsedBytes / each)),
                new Figure("file after a prune of everything", "bytes an extension", Spread.Of(left.Bytes / each)),
                new Figure("of it, free for the days to come", "bytes an extension", Spread.Of(left.FreeBytes / each)),
                new Figure("a prune takes", "µs an entry", Spread.Of(took.TotalMicroseconds / Math.Max(1, pruned))),
            ],
            [
                $"The engine is started after each edge and passes it. \"A day\" is what the pages in use grew by; {DaysKept} days is that times {DaysKept}.",
                "A prune does not make the file smaller: what it frees is used again before the file grows.",
            ]);
    }

    private static async Task LiveUntilAsync(PreparedSite site, DateTimeOffset now)
    {
        await using var running = await EngineUnderTest.StartAsync(site.Directory, ShiftedTime.Showing(now), new PlannedCalendars(site.Plan), logToFile: false);
    }

    private static async Task<double> PayloadAsync(string file)
    {
        await using var journal = await OpenAsync(file);
        var edges = await journal.ReadAsync(journal.Head - 1_000, 1_000, CancellationToken.None);
        return edges.Average(entry => entry.Payload.Length);
    }

    private static async Task<(long Entries, TimeSpan Took)> PruneAsync(string file)
    {
        await using var journal = await OpenAsync(file);
        var meter = Cost.Start();
        long entries = 0;
        while (await journal.PruneAsync(CalendarPlan.Day.AddDays(1), PrunedAtOnce, CancellationToken.None) is > 0 and var pruned)
        {
            entries += pruned;
        }

        return (entries, meter.Stop().Elapsed);
    }

    private static Task<SqliteJournal> OpenAsync(string file) => SqliteJournal.OpenAsync(new SqliteJournalOptions { File = file }, TimeProvider.System);
}
