using System.Globalization;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>The chaos journey has the machine to itself, as far as these tests go.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>
/// 300 mailboxes, calendars that never rest, faults of every kind, restarts of both sides: at every quiet moment everybody shows what the rules say, and at the end every change is in the journal once and was
/// heard once. <c>CAPRESENCE_CHAOS_SEED</c> gives another run, <c>CAPRESENCE_SOAK_MINUTES</c> a longer one.
/// </summary>
[Collection(Alone.Name)]
public sealed class ChaosJourney(ITestOutputHelper output)
{
    private const int Mailboxes = 300;
    private const int UsualSeed = 20261122;

    private static readonly TimeSpan SafetyOfSites = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ShortestSafety = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PatienceWithSafetyReads = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Whatever_goes_wrong_everybody_shows_in_the_end_what_the_rules_say_and_every_change_is_told_once()
    {
        var seed = Number("CAPRESENCE_CHAOS_SEED") ?? UsualSeed;
        Say($"seed {seed}");
        await using var site = new ChaosSite(Mailboxes);
        var run = new ChaosRun(site, seed, Say);
        await using var recorder = run.Recorder;

        await run.BeginAsync(SafetyOfSites);
        await run.RestAsync(Patience);
        if (Number("CAPRESENCE_SOAK_MINUTES") is { } minutes)
        {
            await SoakAsync(site, run, TimeSpan.FromMinutes(minutes));
        }
        else
        {
            await AcquaintAsync(run);
        }

        Say($"{run.Calendars.Edits} edits ({run.Calendars.Refused} refused), {site.Exchange.Requests.Total} requests ({site.Exchange.Refused} refused), faults struck {run.Faults.Struck} times: {string.Join(", ", run.Faults.Installed.Select(pair => $"{pair.Key} {pair.Value}"))}");
        NothingLeaks(run.QuietMoments);
        await EveryChangeIsToldOnceAsync(site, run.Recorder);
    }

    // Short enough for every build. Safety re-reads do not help here: whatever is missed must be noticed.
    private static async Task AcquaintAsync(ChaosRun run)
    {
        await run.StormAsync(8);
        await run.RestAsync(Patience);
        await run.StormWithRestartAsync(8, run.KillHostAsync);
        await run.RestAsync(Patience);
        await run.StormWithRestartAsync(6, run.RestartHostAsync);
        await run.RestAsync(Patience);
        await run.StormAsync(8, inTheMiddle: run.RestartExchangeAsync);
        await run.RestAsync(Patience);
    }

    // Restarts of the host in the first third; what leaks shows in the rest, which has faults that only safety re-reads make good, too.
    private static async Task SoakAsync(ChaosSite site, ChaosRun run, TimeSpan length)
    {
        for (var round = 0; run.Lasted < length / 3; round++)
        {
            await run.StormWithRestartAsync(10, round % 2 == 0 ? run.KillHostAsync : run.RestartHostAsync);
            await run.RestAsync(Patience);
        }

        await site.ConfigureAsync(ShortestSafety);
        await run.StormWithRestartAsync(10, run.RestartHostAsync);
        await run.RestAsync(Patience);
        for (var round = 0; run.Lasted < length; round++)
        {
            await run.StormAsync(15, slow: round % 3 == 2, round % 2 == 1 ? run.RestartExchangeAsync : null);
            await run.RestAsync(PatienceWithSafetyReads, looks: 5);
        }
    }

    private static void NothingLeaks(IReadOnlyList<QuietFigures> quiet)
    {
        var last = quiet[^1];
        var first = quiet.First(moment => moment.Start == last.Start);
        first.Round.ShouldBeLessThan(last.Round, "there is something to compare");
        last.Host.Descriptors.ShouldBeLessThanOrEqualTo(first.Host.Descriptors + 20);
        last.Host.Sockets.ShouldBeLessThanOrEqualTo(first.Host.Sockets + 20);
        last.Host.Threads.ShouldBeLessThanOrEqualTo(first.Host.Threads + 15);
        last.Host.ManagedBytes.ShouldBeLessThanOrEqualTo(first.Host.ManagedBytes + 8_000_000);
        last.Streams.ShouldBeLessThanOrEqualTo(first.Streams + 4);
        last.Subscriptions.ShouldBeLessThanOrEqualTo(Mailboxes + 60);
    }

    private static async Task EveryChangeIsToldOnceAsync(ChaosSite site, ChangeRecorder recorder)
    {
        await site.StopHostAsync();
        await recorder.LetGoAsync();
        JournalFile.HasNoHoles(site.JournalFile);
        var journal = JournalFile.Changes(site.JournalFile);
        journal.ShouldNotBeEmpty();
        foreach (var changes in journal.GroupBy(change => change.Extension))
        {
            var (shown, sequence) = ("Available", 0L);
            foreach (var change in changes)
            {
                change.From.ShouldBe(shown, $"{change.Extension} at position {change.Position}");
                change.To.ShouldNotBe(change.From);
                change.Sequence.ShouldBeGreaterThan(sequence);
                (shown, sequence) = (change.To, change.Sequence);
            }
        }

        // What the subscriber may have missed at the end comes when the host is there again.
        await site.StartHostAsync();
        await recorder.FollowAsync(site.Host.Http);
        await recorder.HearsAsync(journal[^1].Position);
        var heard = recorder.All.Where(change => change.Position <= journal[^1].Position).Select(change => new JournalledChange(change.Position, change.Extension, change.Sequence, change.From, change.To, change.At));
        heard.ShouldBe(journal, ignoreOrder: false, "what one subscriber heard over many connections is what stands in the journal, in order, each once");
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Say(string what)
    {
        output.WriteLine(what);
        TestContext.Current.SendDiagnosticMessage(what);
    }
}
