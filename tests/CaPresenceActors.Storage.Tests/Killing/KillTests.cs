using System.Globalization;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Killing;

/// <summary>Kills a process that writes, again and again, and looks at what it left behind.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int KillsOfEachJournal = 15;

    // Two at a time, since a process that starts waits as much as it works.
    private const int Lanes = 2;

    // Enough to see a mistake that shows once in a hundred times. CAPRESENCE_KILLS asks for more.
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("CAPRESENCE_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 120;

    [Fact]
    public async Task A_process_killed_at_any_moment_loses_nothing_acknowledged_and_doubles_nothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        var lanes = Enumerable.Range(0, Lanes).Select(lane => KillManyAsync(new Random(seed + lane), Kills / Lanes)).ToList();

        var acknowledgements = (await Task.WhenAll(lanes)).Sum();

        output.WriteLine($"{Kills} kills, {acknowledgements} acknowledged appends, all of them found.");
        acknowledgements.ShouldBeGreaterThan(Kills);
    }

    private static async Task<int> KillManyAsync(Random random, int kills)
    {
        var acknowledgements = 0;
        while (kills > 0)
        {
            using var folder = new TemporaryFolder();
            var ledger = new Ledger();
            for (var round = 0; round < KillsOfEachJournal && kills > 0; round++, kills--)
            {
                await KillOnceAsync(folder.Journal, ledger, random);
                await CheckAsync(folder, ledger, round);
            }

            acknowledgements += ledger.Acknowledgements;
        }

        return acknowledgements;
    }

    private static async Task KillOnceAsync(string file, Ledger ledger, Random random)
    {
        using var process = KilledProcess.Start(file, random.Next());
        if (random.Next(5) > 0)
        {
            (await process.ReadLineAsync()).ShouldBe("ready");
        }

        // The moment is the input of this test, not something it waits for.
        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 60), TimeProvider.System);
        foreach (var line in (await process.KillAsync()).Where(line => line != "ready"))
        {
            ledger.Acknowledge(line);
        }
    }

    // Every other time a copy is looked at, so that the next process has to clear up by itself.
    private static async Task CheckAsync(TemporaryFolder folder, Ledger ledger, int round)
    {
        var file = folder.Journal;
        if (int.IsOddInteger(round))
        {
            file = Path.Combine(folder.Path, "copy.db");
            foreach (var ending in new[] { "", "-wal" }.Where(ending => File.Exists(folder.Journal + ending)))
            {
                File.Copy(folder.Journal + ending, file + ending, overwrite: true);
            }
        }

        await using var journal = await TemporaryFolder.OpenAsync(folder.Options with { File = file });
        await ledger.CheckAsync(journal);
    }
}
