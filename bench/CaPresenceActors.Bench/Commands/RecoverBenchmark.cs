using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;
using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How long a start takes until everybody's presence is served, and right.</summary>
internal sealed class RecoverBenchmark : IBenchmark
{
    private const int Appointments = 5;
    private const string ByHand = "Do not disturb";
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;

    public string Name => "recover";

    public string Work => "a fresh process on a journal with snapshots, readings and a tail of events after a crash, until every presence is served and right";

    public int UsualSize => 100_000;

    public int UsualRepeats => 3;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        var tail = run.Extensions / 5;
        var plan = new CalendarPlan(CalendarPlan.Day.AddHours(9), Appointments, Apart, TimeSpan.Zero);
        run.Progress($"making a site of {run.Extensions}, and a crash after {tail} more events");
        var crashed = await CrashAsync(await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, plan), tail, run.Below("crashed"));
        var contents = await ContentsAsync(crashed.CopyTo(run.Below("look")));
        _ = await StartAsync(crashed, tail, run, "warming up", AtOnce);
        var warm = new List<RecoverFinding>();
        var cold = new List<RecoverFinding>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            warm.Add(await StartAsync(crashed, tail, run, $"warm {repeat + 1} of {run.Repeats}", AtOnce));
            if (PageCache.CanForget)
            {
                cold.Add(await StartAsync(crashed, tail, run, $"cold {repeat + 1} of {run.Repeats}", AtOnce, cold: true));
            }
        }

        var late = await StartAsync(crashed, tail, run, "after everybody's next edge", Apart);

        return new Measurement(
            new Dictionary<string, double>
            {
                ["extensions"] = run.Extensions, ["snapshots"] = contents.Snapshots, ["readings and users"] = contents.Documents, ["tail, events"] = contents.Events,
            },
            [
                new Figure("process start to every presence served, journal in the page cache", "s", Spread.Of(warm.Select(f => f.ProcessSeconds)))
                {
                    Bar = 1.5,
                    References = [new("Akka.NET on PostgreSQL, 10,000 actors", 20.5), new("Akka.NET in memory, 10,000 actors", 2.0)],
                },
                new Figure("of it, the engine from opening the journal", "s", Spread.Of(warm.Select(f => f.EngineSeconds))),
                .. cold.Count == 0 ? Array.Empty<Figure>() :
                [
                    new Figure("process start to every presence served, journal read from the disk", "s", Spread.Of(cold.Select(f => f.ProcessSeconds))),
                ],
                new Figure("process start to every presence served, an edge of everybody missed meanwhile", "s", Spread.Of(late.ProcessSeconds)),
                new Figure("processor time", "s", Spread.Of(warm.Select(f => f.CpuSeconds))),
                new Figure("of the time, paused by the collector", "s", Spread.Of(warm.Select(f => f.PauseSeconds))),
                new Figure("allocated", "MB", Spread.Of(warm.Select(f => f.AllocatedBytes / 1e6))),
                new Figure("most memory", "MB", Spread.Of(warm.Select(f => f.PeakBytes / 1e6))),
            ],
            [
                "Each start opens an own copy of the crashed journal, which is as the engine had left it when it was cut off. Afterwards every presence is compared with what the plan says.",
                "Everybody is in an appointment, or has a presence set by hand, which is the tail. Who missed an edge decides and journals it before the engine says that it is ready.",
            ]);
    }

    // The first start passes everybody's first edge and leaves snapshots; the second writes the tail, and is cut off.
    private static async Task<PreparedSite> CrashAsync(PreparedSite site, int tail, string directory)
    {
        await (await StartWithinFirstAppointmentAsync(site)).DisposeAsync();
        await using var running = await StartWithinFirstAppointmentAsync(site);
        var byHand = new PresenceCommand.SetManualPresence(ByHand, Hold.UntilCleared, null, null);
        foreach (var some in Enumerable.Range(0, tail).Chunk(1_000))
        {
            var replies = await Task.WhenAll(some.Select(extension => running.Engine.SetManualAsync(PreparedSite.NameOf(extension), byHand, CancellationToken.None)));
            if (replies.FirstOrDefault(reply => reply is not EngineReply.Done) is { } refused)
            {
                throw new InvalidOperationException($"The tail could not be written: {refused}");
            }
        }

        await running.Journal.FlushAsync(CancellationToken.None);
        return site.CopyTo(directory);
    }

    private static Task<EngineUnderTest> StartWithinFirstAppointmentAsync(PreparedSite site) =>
        EngineUnderTest.StartAsync(site.Directory, ShiftedTime.Showing(site.Plan.Epoch + (Apart / 4)), new PlannedCalendars(site.Plan), logToFile: false);

    private static async Task<Contents> ContentsAsync(PreparedSite site)
    {
        await using var journal = await SqliteJournal.OpenAsync(new SqliteJournalOptions { File = EngineUnderTest.JournalIn(site.Directory) }, TimeProvider.System);
        var contents = new Contents();
        await journal.RecoverAsync(contents, CancellationToken.None);
        return contents;
    }

    private static async Task<RecoverFinding> StartAsync(PreparedSite crashed, int tail, BenchRun run, string what, TimeSpan downtime, bool cold = false)
    {
        run.Progress($"starting, {what}");
        var directory = run.Below("copy");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        var site = crashed.CopyTo(directory);
        if (cold)
        {
            Array.ForEach(Directory.GetFiles(directory), PageCache.Forget);
        }

        await using var child = ChildProcess.Start(ChildRoles.Recover, new RecoverOrder(site, tail, ByHand, site.Plan.Epoch + (Apart / 2) + downtime));
        return await child.HearAsync<RecoverFinding>();
    }

    private sealed class Contents : IRecoveryReader
    {
        public int Snapshots { get; private set; }

        public int Documents { get; private set; }

        public int Events { get; private set; }

        public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload) => Snapshots++;

        public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload) => Documents++;

        public void Event(JournalEntry entry) => Events++;
    }
}
