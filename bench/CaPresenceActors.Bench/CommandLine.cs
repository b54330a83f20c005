using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CaPresenceActors.Bench.Charts;
using CaPresenceActors.Bench.Commands;

namespace CaPresenceActors.Bench;

/// <summary>What can be typed: one command for each figure, <c>all</c> of them, and <c>chart</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(TextWriter output, TextWriter progress)
    {
        var extensions = new Option<int?>("--extensions") { Description = "How many extensions, actors or mailboxes." };
        var repeat = new Option<int?>("--repeat") { Description = "How many repetitions count; warming up comes besides." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var growth = new Option<int?>("--growth")
        {
            Description = "Measure also at 1,000, 10,000 … up to this size (100,000 when none is given).", Arity = ArgumentArity.ZeroOrOne, CustomParser = SizeOrUsual, HelpName = "SIZE",
        };
        var directory = new Option<string>("--directory") { Description = "Where journals are written: the disk that is measured.", DefaultValueFactory = _ => Path.GetTempPath() };
        var write = new Option<string?>("--out") { Description = "Write the JSON into this folder, too, one file a command.", HelpName = "FOLDER" };
        var window = new Option<double>("--window") { Description = "How many seconds an idle host is watched.", DefaultValueFactory = _ => 10 };
        var lead = new Option<double?>("--lead") { Description = "How many seconds a host has to start before its first edge." };
        var noLog = new Option<bool>("--no-log") { Description = "Without the log file in which a site has a line for every change." };
        foreach (var count in new[] { extensions, repeat })
        {
            count.Validators.Add(found =>
            {
                if (found.GetValueOrDefault<int?>() < 1)
                {
                    found.AddError($"{found.Option.Name} must be at least 1.");
                }
            });
        }

        Option[] options = [extensions, repeat, json, growth, directory, write, window, lead, noLog];
        var conductor = new Conductor(output, progress);
        var root = new RootCommand("Measures what the README claims. Every command warms up, repeats, and says the machine and the sizes.");
        foreach (var benchmark in Benchmarks.All)
        {
            root.Add(CommandOf(benchmark.Name, $"{char.ToUpperInvariant(benchmark.Work[0])}{benchmark.Work[1..]}.", (choice, _) => conductor.RunAsync(benchmark, choice)));
        }

        root.Add(CommandOf("all", "Every command, each in a process of its own; with --json one JSON object after the other.", AllAsync));
        root.Add(ChartCommand.Create(output));
        return root;

        Command CommandOf(string name, string description, Func<BenchChoice, string[], Task> run)
        {
            var command = new Command(name, description);
            Array.ForEach(options, command.Add);
            command.SetAction(parsed => run(
                new BenchChoice
                {
                    Extensions = parsed.GetValue(extensions),
                    Repeats = parsed.GetValue(repeat),
                    Json = parsed.GetValue(json),
                    Growth = parsed.GetValue(growth),
                    Directory = parsed.GetValue(directory)!,
                    Out = parsed.GetValue(write),
                    WindowSeconds = parsed.GetValue(window),
                    LeadSeconds = parsed.GetValue(lead),
                    LogToFile = !parsed.GetValue(noLog),
                },
                [.. parsed.Tokens.Skip(1).Select(token => token.Value)]));
            return command;
        }
    }

    // One command's garbage, compiled code and threads are not to be another's.
    private static async Task AllAsync(BenchChoice choice, string[] arguments)
    {
        foreach (var benchmark in Benchmarks.All)
        {
            await Children.ChildProcess.RunAsync([benchmark.Name, .. arguments]);
        }
    }

    private static int? SizeOrUsual(ArgumentResult found) => found.Tokens switch
    {
        [] => 100_000,
        [var size] when int.TryParse(size.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1_000 => number,
        _ => Refused(found),
    };

    private static int? Refused(ArgumentResult found)
    {
        found.AddError($"--growth is \"{found.Tokens[0].Value}\", but must be a number from 1000 on.");
        return null;
    }
}
