using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Exchange;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How soon after somebody has made an appointment everybody sees it.</summary>
internal sealed class NotifyBenchmark : IBenchmark
{
    private const int EditsASecond = 75;
    private const int MostRepeats = 38;
    private const double Coalescing = 1;

    // The keyword that is used first stands last: whatever comes later wins over it, and shows.
    private static readonly KeywordRow[] Keywords = [.. Enumerable.Range(0, MostRepeats + 2).Reverse().Select(round => new KeywordRow(KeywordOf(round), PresenceOf(round)))];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "notify";

    public string Work => "an appointment made by CreateItem in every mailbox, 75 a second, followed by streaming notifications from the simulator in a process of its own, to a subscriber of the change stream; coalescing 1 s";

    public int UsualSize => 1_000;

    public int UsualRepeats => 2;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        if (run.Repeats > MostRepeats)
        {
            throw new ArgumentException($"{run.Repeats} repetitions are asked for, but each needs a keyword of its own, and there can be {MostRepeats} at most.", nameof(run));
        }

        await using var child = ChildProcess.Start(ChildRoles.Simulator, new SimulatorOrder(run.Extensions, Events: 0, CalendarPlan.Day));
        var simulator = await child.HearAsync<SimulatorReady>();
        Directory.CreateDirectory(run.Below("site"));
        await using var running = await EngineUnderTest.StartAsync(run.Below("site"), TimeProvider.System, new ExchangeCalendarSourceFactory(TimeProvider.System), run.LogToFile);
        await using var web = await WebUnderTest.StartAsync(running, TimeProvider.System);
        run.Progress($"following {run.Extensions} mailboxes");
        await SetUpAsync(running.Engine, simulator, run.Extensions);
        await FollowedAsync(running.Engine, run.Extensions);
        await using var listener = await EditListener.OpenAsync(web.Address, web.Token, run.Extensions);
        using var editors = new CalendarEditors(simulator);
        run.Progress("warming up");
        _ = await RoundAsync(0, Math.Max(1, run.Extensions / 5));
        var rounds = new List<LatencySummary>();
        var before = (await running.Engine.HealthAsync(CancellationToken.None)).Poller.Figures?.Requests ?? 0;
        for (var round = 1; round <= run.Repeats; round++)
        {
            run.Progress($"round {round} of {run.Repeats}");
            rounds.Add(await RoundAsync(round, run.Extensions));
        }

        var reads = ((await running.Engine.HealthAsync(CancellationToken.None)).Poller.Figures?.Requests ?? 0) - before;
        return new Measurement(
            new Dictionary<string, double> { ["mailboxes"] = run.Extensions, ["appointments a second"] = EditsASecond, ["coalescing, s"] = Coalescing },
            [
                new Figure("CreateItem answered to presence heard, p50", "s", Spread.Of(rounds.Select(round => round.P50 / 1000))) { References = [new("polling every minute, on average", 30)] },
                new Figure("CreateItem answered to presence heard, p99", "s", Spread.Of(rounds.Select(round => round.P99 / 1000))) { Bar = 2 },
                new Figure("CreateItem answered to presence heard, max", "s", Spread.Of(rounds.Select(round => round.Max / 1000))),
                new Figure("reads an appointment", "requests", Spread.Of((double)reads / (run.Repeats * run.Extensions))),
            ],
            ["One second of it is the wait for more news of the same change.", "Engine, web server, subscriber and those who make the appointments share one process, and the simulator the same cores."]);

        async Task<LatencySummary> RoundAsync(int round, int mailboxes)
        {
            var heard = listener.ExpectAsync(mailboxes);
            var answered = await editors.CreateAsync(mailboxes, EditsASecond, KeywordOf(round));
            var arrivals = await heard.WaitAsync(Patience);
            var times = new Latencies(mailboxes);
            for (var mailbox = 0; mailbox < mailboxes; mailbox++)
            {
                times.Add((arrivals[mailbox] - answered[mailbox]).TotalMilliseconds);
            }

            return times.Summarise();
        }
    }

    private static string KeywordOf(int round) => $"subject of round {round:00}";

    private static string PresenceOf(int round) => round % 2 == 0 ? "In a meeting" : "Lunch";

    private static async Task SetUpAsync(PresenceEngine engine, SimulatorReady simulator, int mailboxes)
    {
        await Do(engine.ChangeSiteAsync(site => site with { Rules = site.Rules.WithKeywords(Keywords) with { Integration = true } }, "bench", CancellationToken.None));
        await Do(engine.ChangeUsersAsync([.. Enumerable.Range(0, mailboxes).Select(ProfileOf)], [], "bench", CancellationToken.None));
        await Do(engine.ChangeExchangeAsync(
            new ExchangeConnection { Server = simulator.Address.Host, Port = simulator.Address.Port, Path = simulator.Address.AbsolutePath, UseTls = false, UserName = simulator.User, Password = simulator.Password },
            "bench",
            CancellationToken.None));
    }

    private static UserProfile ProfileOf(int mailbox) => new() { Extension = PreparedSite.NameOf(mailbox), Name = PreparedSite.NameOf(mailbox), Account = SimulatorChild.AddressOf(mailbox) };

    // Nobody tells when the last mailbox is followed, so it is looked at now and then; nothing is measured yet.
    private static async Task FollowedAsync(PresenceEngine engine, int mailboxes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while ((await engine.HealthAsync(patience.Token)).Poller is not { InFlight: 0, Overdue: 0 } poller || poller.Followed < mailboxes)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task Do(Task<EngineReply> command)
    {
        if (await command is not EngineReply.Done and var reply)
        {
            throw new InvalidOperationException($"The site could not be prepared: {reply}");
        }
    }
}
