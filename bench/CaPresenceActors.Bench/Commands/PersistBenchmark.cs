using System.Diagnostics;
using CaPresenceActors.Bench.Actors;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Kernel;
using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How fast events become durable: many actors at once, and one alone beside the disk itself.</summary>
internal sealed class PersistBenchmark : IBenchmark
{
    private const int EventsEach = 10;
    private const int Alone = 300;

    public string Name => "persist";

    public string Work => "persistent actors with 10 events each, concurrently, until all are on the disk (SQLite, synchronous=FULL); then one event at a time";

    public int UsualSize => 10_000;

    public int UsualRepeats => 7;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        var directory = Directory.CreateDirectory(run.Below("journal")).FullName;
        Countdown? all = null;
        await using var journal = await SqliteJournal.OpenAsync(new SqliteJournalOptions { File = Path.Combine(directory, "tally.db") }, TimeProvider.System);
        await using var system = ActorSystem.Create(new ActorSystemSettings { Name = "bench", Journal = journal, Codec = new TallyCodec() });
        var props = Props.Create(name => new Tally(name, () => all!.One()));

        // As an engine starts: one pass over the journal shows that none of them has a past. Otherwise each would search for its own.
        var recovery = system.BeginRecovery();
        IActorRef[] actors = [.. Enumerable.Range(0, run.Extensions).Select(number => system.ActorOf(props, $"t{number}"))];
        await recovery.RunAsync(CancellationToken.None);
        await Task.WhenAll(actors.Select(actor => AskAsync(actor)));

        run.Progress("warming up");
        _ = await TogetherAsync(actors, all = new Countdown(actors.Length * EventsEach));
        _ = await TogetherAsync(actors, all = new Countdown(actors.Length * EventsEach));
        var together = new List<double>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            run.Progress($"all together, {repeat + 1} of {run.Repeats}");
            together.Add(await TogetherAsync(actors, all = new Countdown(actors.Length * EventsEach)));
        }

        run.Progress("one at a time");
        var (one, disk) = await AloneAsync(actors[0], directory);
        return new Measurement(
            new Dictionary<string, double> { ["actors"] = run.Extensions, ["events each"] = EventsEach, ["events one at a time"] = Alone },
            [
                new Figure("durable events", "events/s", Spread.Of(together))
                {
                    Bar = 100_000,
                    MoreIsBetter = true,
                    References = [new("Akka.NET on SQLite, tuned", 1_420), new("Akka.NET on PostgreSQL", 6_750), new("Akka.NET in memory", 18_800)],
                },
                new Figure("one event, p50", "ms", Spread.Of(one.P50)) { References = [new("Akka.NET on PostgreSQL", 1.2)] },
                new Figure("the machine's own write and fsync of 8 KB, p50", "ms", Spread.Of(disk.P50)),
                new Figure("one event against the machine's fsync, p50", "times", Spread.Of(one.P50 / disk.P50)) { Bar = 2 },
                new Figure("one event, p99", "ms", Spread.Of(one.P99)),
                new Figure("the machine's own write and fsync of 8 KB, p99", "ms", Spread.Of(disk.P99)),
            ],
            ["One at a time: an Ask and a sync of the probe take turns, so that both meet the same disk."]);
    }

    private static async Task<double> TogetherAsync(IActorRef[] actors, Countdown all)
    {
        var add = new Tally.Add(1, Answers: false);
        var began = Stopwatch.GetTimestamp();
        for (var round = 0; round < EventsEach; round++)
        {
            foreach (var actor in actors)
            {
                actor.Tell(add, null);
            }
        }

        await all.AtZero;
        return actors.Length * EventsEach / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<(LatencySummary One, LatencySummary Disk)> AloneAsync(IActorRef actor, string directory)
    {
        using var probe = new DiskProbe(directory);
        var (one, disk) = (new Latencies(Alone), new Latencies(Alone));
        for (var number = 0; number < Alone; number++)
        {
            disk.Add(probe.Once());
            var began = Stopwatch.GetTimestamp();
            await AskAsync(actor);
            one.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return (one.Summarise(), disk.Summarise());
    }

    private static Task<long> AskAsync(IActorRef actor) => actor.Ask<long>(new Tally.Add(1, Answers: true), TimeSpan.FromSeconds(60));
}
