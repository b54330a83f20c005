using System.CommandLine;
using System.Text.Json;
using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Charts;

/// <summary><c>chart</c>: draws what <c>--json</c> or <c>--out</c> wrote.</summary>
internal static class ChartCommand
{
    public static Command Create(TextWriter output)
    {
        var files = new Argument<FileInfo[]>("file") { Description = "What --json printed or --out wrote.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "Where the charts go.", DefaultValueFactory = _ => ".", HelpName = "FOLDER" };
        var command = new Command("chart", "Draw charts (SVG) of reports: measured against others, and how it grows.") { files, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            foreach (var file in parsed.GetValue(files)!)
            {
                if (await ReadAsync(file, cancellation) is not { } report)
                {
                    await output.WriteLineAsync($"\"{file.FullName}\" is no report of this program, so nothing was drawn of it. Give a file that --out wrote.");
                    return 1;
                }

                await DrawAsync(report, parsed.GetValue(folder)!, output);
            }

            return 0;
        });
        return command;
    }

    private static async Task<Report?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return Report.FromJson(await File.ReadAllTextAsync(file.FullName, cancellation));
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }

    private static async Task DrawAsync(Report report, string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        foreach (var (kind, svg) in new[] { ("others", ComparisonChart.Draw(report)), ("growth", GrowthChart.Draw(report)) })
        {
            if (svg is not null)
            {
                var path = Path.Combine(folder, $"{report.Command}-{kind}.svg");
                await File.WriteAllTextAsync(path, svg);
                await output.WriteLineAsync(path);
            }
        }
    }
}
