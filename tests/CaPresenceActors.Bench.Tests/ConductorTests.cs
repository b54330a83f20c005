using CaPresenceActors.Bench.Commands;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Tests;

public sealed class ConductorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_bar_is_judged_at_the_usual_size()
    {
        var figure = (await ReportAsync(new BenchChoice { Growth = 10_000 })).Figures.ShouldHaveSingleItem();

        figure.Bar.ShouldBe(5_000);
        figure.Met.ShouldBe(true);
    }

    [Fact]
    public async Task No_bar_is_judged_at_another_size()
    {
        var figure = (await ReportAsync(new BenchChoice { Extensions = 10_000 })).Figures.ShouldHaveSingleItem();

        figure.Bar.ShouldBeNull();
        figure.Met.ShouldBeNull();
    }

    [Fact]
    public async Task Growth_judges_only_the_usual_size_and_measures_no_size_twice()
    {
        var steps = new Steps();

        var report = await ReportAsync(new BenchChoice { Growth = 10_000 }, steps);

        report.Growth!.Select(row => (row.Extensions, row.Figures[0].Met)).ShouldBe([(1_000, true), (10_000, null)]);
        steps.Measured.ShouldBe([1_000, 10_000]);
    }

    private async Task<Report> ReportAsync(BenchChoice choice, Steps? steps = null)
    {
        await using var output = new StringWriter();
        await new Conductor(output, TextWriter.Null).RunAsync(steps ?? new Steps(), choice with { Json = true, Directory = _folder });
        return Report.FromJson(output.ToString());
    }

    /// <summary>Takes as many seconds as it is given extensions.</summary>
    private sealed class Steps : IBenchmark
    {
        public List<int> Measured { get; } = [];

        public string Name => "steps";

        public string Work => "one step for each extension";

        public int UsualSize => 1_000;

        public int UsualRepeats => 1;

        public Task<Measurement> MeasureAsync(BenchRun run)
        {
            Measured.Add(run.Extensions);
            return Task.FromResult(new Measurement(
                new Dictionary<string, double> { ["extensions"] = run.Extensions },
                [new Figure("time", "s", Spread.Of(run.Extensions)) { Bar = 5_000 }],
                []));
        }
    }
}
