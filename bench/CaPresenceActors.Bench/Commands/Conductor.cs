using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Commands;

/// <summary>What was typed.</summary>
internal sealed record BenchChoice
{
    /// <summary>How many extensions; null: what is usual for the command.</summary>
    public int? Extensions { get; init; }

    /// <summary>How many repetitions; null: what is usual for the command.</summary>
    public int? Repeats { get; init; }

    /// <summary>Whether one JSON object is printed instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>The greatest of the sizes 1,000, 10,000, 100,000 … to measure besides; null: none.</summary>
    public int? Growth { get; init; }

    /// <summary>Where files are written while it runs.</summary>
    public string Directory { get; init; } = Path.GetTempPath();

    /// <summary>Where the JSON of the report goes besides; null: nowhere.</summary>
    public string? Out { get; init; }

    /// <summary>How long an idle host is watched.</summary>
    public double WindowSeconds { get; init; } = 10;

    /// <summary>How long before its first edge a host is started; null: by its size.</summary>
    public double? LeadSeconds { get; init; }

    /// <summary>Whether presence changes are logged to a file, as at a site.</summary>
    public bool LogToFile { get; init; } = true;
}

/// <summary>Runs one command in a directory of its own and reports what came of it.</summary>
internal sealed class Conductor(TextWriter output, TextWriter progress)
{
    private const int LeastGrown = 1_000;

    public async Task RunAsync(IBenchmark benchmark, BenchChoice choice)
    {
        var machine = Machine.Look(choice.Directory);
        var date = TimeProvider.System.GetUtcNow();
        var began = Stopwatch.GetTimestamp();
        var size = choice.Extensions ?? benchmark.UsualSize;
        var measured = await MeasureAsync(benchmark, choice, size);
        var growth = new List<GrowthRow>();
        foreach (var other in Sizes(choice.Growth))
        {
            growth.Add(new GrowthRow(other, other == size ? measured.Figures : (await MeasureAsync(benchmark, choice, other)).Figures));
        }

        await ReportAsync(choice, new Report
        {
            Command = benchmark.Name,
            Work = benchmark.Work,
            Date = date,
            Machine = machine,
            Sizes = measured.Sizes,
            Figures = measured.Figures,
            Growth = growth.Count == 0 ? null : growth,
            Notes = measured.Notes,
            TookSeconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 1),
        });
    }

    private static IEnumerable<int> Sizes(int? greatest)
    {
        for (var size = LeastGrown; size <= greatest; size *= 10)
        {
            yield return size;
        }
    }

    private async Task<Measurement> MeasureAsync(IBenchmark benchmark, BenchChoice choice, int extensions)
    {
        var directory = Directory.CreateDirectory(Path.Combine(choice.Directory, $"capresence-bench-{Path.GetRandomFileName()}")).FullName;
        try
        {
            var measured = await benchmark.MeasureAsync(new BenchRun(
                extensions,
                choice.Repeats ?? benchmark.UsualRepeats,
                directory,
                choice.WindowSeconds,
                choice.LeadSeconds,
                choice.LogToFile,
                what => progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Name} {extensions}: {what}"))));

            // A bar is set for one amount of work: it says nothing of less or more.
            return extensions == benchmark.UsualSize ? measured : measured with { Figures = [.. measured.Figures.Select(figure => figure with { Bar = null })] };
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task ReportAsync(BenchChoice choice, Report report)
    {
        if (choice.Json)
        {
            await output.WriteLineAsync(report.ToJson());
        }
        else
        {
            ReportTable.Write(report, output);
        }

        if (choice.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{report.Command}.json"), report.ToJson() + "\n");
        }
    }
}
