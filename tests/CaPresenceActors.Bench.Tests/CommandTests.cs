using System.Text.Json;
using CaPresenceActors.Bench.Commands;
using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Tests;

/// <summary>Every command at a size that takes a moment: that it works, and that what it says is whole. How long anything takes is nothing to a test.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-tests-").FullName;

    public static TheoryData<string> Commands => [.. Benchmarks.All.Select(benchmark => benchmark.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_prints_one_whole_json_object(string command)
    {
        using var json = JsonDocument.Parse(await RunAsync(command, "--json"));

        var root = json.RootElement;
        root.GetProperty("command").GetString().ShouldBe(command);
        root.GetProperty("machine").GetProperty("cores").GetInt32().ShouldBe(Environment.ProcessorCount);
        root.GetProperty("machine").GetProperty("fileSystem").GetString().ShouldNotBeNullOrEmpty();
        root.GetProperty("sizes").EnumerateObject().ShouldNotBeEmpty();
        root.GetProperty("figures").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var figure in root.GetProperty("figures").EnumerateArray())
        {
            var value = figure.GetProperty("value");
            value.GetProperty("median").GetDouble().ShouldBeInRange(value.GetProperty("min").GetDouble(), value.GetProperty("max").GetDouble(), figure.GetProperty("name").GetString());
            (figure.TryGetProperty("bar", out _) || figure.TryGetProperty("met", out _)).ShouldBeFalse("A bar is set for the usual size, and this is another.");
        }
    }

    [Fact]
    public async Task A_table_names_the_machine_and_every_figure()
    {
        var table = await RunAsync("rules");

        table.ShouldContain("cores");
        table.ShouldContain("Japanese, whole word: allocated for one subject");
    }

    [Fact]
    public async Task Growth_can_be_drawn()
    {
        (await InvokeAsync("rules", "--extensions", "10", "--repeat", "1", "--growth", "10000", "--directory", _folder, "--out", _folder)).Code.ShouldBe(0);

        var drawn = await InvokeAsync("chart", Path.Combine(_folder, "rules.json"), "--out", _folder);

        drawn.Code.ShouldBe(0);
        var chart = await File.ReadAllTextAsync(Path.Combine(_folder, "rules-growth.svg"), TestContext.Current.CancellationToken);
        chart.ShouldStartWith("<svg");
        chart.ShouldContain("10,000");
        Report.FromJson(await File.ReadAllTextAsync(Path.Combine(_folder, "rules.json"), TestContext.Current.CancellationToken)).Growth!.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_no_report_is_refused_by_name()
    {
        var file = Path.Combine(_folder, "shopping.json");
        await File.WriteAllTextAsync(file, "milk", TestContext.Current.CancellationToken);

        var drawn = await InvokeAsync("chart", file, "--out", _folder);

        drawn.Code.ShouldBe(1);
        drawn.Output.ShouldContain("shopping.json");
    }

    private async Task<string> RunAsync(string command, params string[] more)
    {
        var (code, output) = await InvokeAsync([command, "--extensions", "100", "--repeat", "1", "--window", "0.2", "--directory", _folder, .. more]);
        code.ShouldBe(0);
        return output;
    }

    private static async Task<(int Code, string Output)> InvokeAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await CommandLine.Create(output, TextWriter.Null).Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
