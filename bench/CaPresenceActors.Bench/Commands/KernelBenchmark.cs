using System.Diagnostics;
using CaPresenceActors.Bench.Actors;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Kernel;

namespace CaPresenceActors.Bench.Commands;

/// <summary>What a message costs, and how long an answer takes.</summary>
internal sealed class KernelBenchmark : IBenchmark
{
    private const int MessagesForEach = 500;
    private const int InFlightOne = 32_768;
    private const int InFlightEach = 16;
    private const int LookEvery = 1_024;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);
    private static readonly object Message = new();

    public string Name => "kernel";

    public string Work => "actors without a journal: tell from one to one, from two producers to many, and the round trip of an ask, paced and back to back";

    public int UsualSize => 10_000;

    public int UsualRepeats => 5;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        await using var system = ActorSystem.Create(new ActorSystemSettings { Name = "bench", MailboxBound = int.MaxValue });
        var messages = (long)run.Extensions * MessagesForEach;
        var asks = Math.Clamp(run.Extensions, 100, 1_000);

        var only = new Counter.Count();
        var receiver = system.ActorOf(Props.Create(() => new Counter(only)), "one");
        var counts = Enumerable.Range(0, run.Extensions).Select(_ => new Counter.Count()).ToArray();
        IActorRef[] actors = [.. counts.Select((count, number) => system.ActorOf(Props.Create(() => new Counter(count)), $"a{number}"))];
        var echo = system.ActorOf(Props.Create<Echo>(), "echo");

        run.Progress("tell, one to one");
        var one = await RepeatAsync(run, () => OneToOneAsync(receiver, only, messages));
        run.Progress("tell, two to many");
        var many = await RepeatAsync(run, () => TwoToManyAsync(actors, counts, MessagesForEach));
        run.Progress("ask");
        var backToBack = await RepeatAsync(run, () => AskAsync(echo, asks * 10, pace: null));
        var paced = await RepeatAsync(run, () => AskAsync(echo, asks, Pace));
        var inline = only.Inline + counts.Sum(count => count.Inline);
        return new Measurement(
            new Dictionary<string, double> { ["actors"] = run.Extensions, ["messages"] = messages, ["paced asks"] = asks },
            [
                new Figure("tell, one to one", "million/s", Spread.Of(one.Select(cost => messages / cost.Elapsed.TotalSeconds / 1e6)))
                {
                    Bar = 15, MoreIsBetter = true, References = [new("Akka.NET", 8.6), new("Orleans, calls", 0.22)],
                },
                new Figure("tell, two producers to many actors", "million/s", Spread.Of(many.Select(cost => messages / cost.Elapsed.TotalSeconds / 1e6)))
                {
                    Bar = 8, MoreIsBetter = true, References = [new("Akka.NET", 1.71)],
                },
                new Figure("ask, paced, p50", "µs", Spread.Of(paced.Select(times => times.P50 * 1000))) { Bar = 15, References = [new("Akka.NET", 42)] },
                new Figure("ask, back to back, p50", "µs", Spread.Of(backToBack.Select(times => times.P50 * 1000))) { References = [new("Akka.NET", 7.4), new("Orleans", 29)] },
                new Figure("ask, paced, p99", "µs", Spread.Of(paced.Select(times => times.P99 * 1000))),
                new Figure("messages handled on the sender's stack", "messages", Spread.Of(inline)) { Bar = 0 },
                new Figure("allocated for one tell", "bytes", Spread.Of(one.Select(cost => cost.AllocatedBytes / (double)messages))),
            ],
            [
                $"A producer waits when {InFlightOne:N0} of its messages are on their way to the one actor, or {InFlightEach} to each of many: memory is bounded, as it is in a program.",
                "Paced: one ask each millisecond, from a task.",
            ]);
    }

    private static async Task<List<T>> RepeatAsync<T>(BenchRun run, Func<Task<T>> measure)
    {
        _ = await measure();
        _ = await measure();
        var found = new List<T>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            found.Add(await measure());
        }

        return found;
    }

    private static async Task<Cost> OneToOneAsync(IActorRef receiver, Counter.Count count, long messages)
    {
        var reached = Expect(count, messages);
        var meter = Cost.Start();
        await OnOwnThread(() =>
        {
            var before = Volatile.Read(ref count.Received);
            for (var sent = 0L; sent < messages; sent++)
            {
                Tell(receiver);
                if (sent % LookEvery == 0)
                {
                    WaitFor(count, before + sent - InFlightOne);
                }
            }
        });
        await reached;
        return meter.Stop();
    }

    private static async Task<Cost> TwoToManyAsync(IActorRef[] actors, Counter.Count[] counts, int each)
    {
        var reached = Task.WhenAll(counts.Select(count => Expect(count, each)));
        var meter = Cost.Start();
        await Task.WhenAll(OnOwnThread(() => Produce(each / 2)), OnOwnThread(() => Produce(each - (each / 2))));
        await reached;
        return meter.Stop();

        void Produce(int rounds)
        {
            var before = counts.Select(count => count.Expected - each).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < actors.Length; i++)
                {
                    Tell(actors[i]);
                    if (round % InFlightEach == 0)
                    {
                        WaitFor(counts[i], before[i] + round - InFlightEach);
                    }
                }
            }
        }
    }

    private static async Task<LatencySummary> AskAsync(IActorRef echo, int asks, TimeSpan? pace)
    {
        var times = new Latencies(asks);
        using var beat = pace is { } period ? new PeriodicTimer(period, TimeProvider.System) : null;
        for (var asked = 0; asked < asks; asked++)
        {
            if (beat is not null)
            {
                await beat.WaitForNextTickAsync();
            }

            var began = Stopwatch.GetTimestamp();
            _ = await echo.Ask<object>(Message, TimeSpan.FromSeconds(10));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.Summarise();
    }

    private static void Tell(IActorRef receiver)
    {
        Counter.Sending.IsOnThisStack = true;
        receiver.Tell(Message, null);
        Counter.Sending.IsOnThisStack = false;
    }

    private static Task Expect(Counter.Count count, long more)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        count.Reached = reached.SetResult;
        count.Expected = Volatile.Read(ref count.Received) + more;
        return reached.Task;
    }

    private static void WaitFor(Counter.Count count, long received)
    {
        var wait = new SpinWait();
        while (Volatile.Read(ref count.Received) < received)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static Task OnOwnThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
