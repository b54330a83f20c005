using System.CommandLine;
using CaPresenceActors.Presence.Replay;

namespace CaPresenceActors.Host.Commands;

/// <summary><c>capresence replay FILE...</c>: runs scenario files in virtual time (SEMANTICS §8).</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Scenario files.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Compare with what the files expect, print the first difference of each, and exit with 1 if one differs." };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
            {
                result.AddError($"{token.Value} is no option of replay. A file of that name is given as ./{token.Value}.");
            }
        });
        var command = new Command("replay", "Run one extension through a scenario file in virtual time and print each presence change as a JSON line.") { files, check };
        command.SetAction(parsed =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var paths = parsed.GetRequiredValue(files);
            try
            {
                return parsed.GetValue(check) ? Check(paths, output, errors) : Print(paths, output, errors);
            }
            catch (IOException e)
            {
                errors.WriteLine($"standard output: the changes cannot be written: {OneLine(e.Message)}");
                return ExitCodes.CannotRun;
            }
        });
        return command;
    }

    /// <summary>Prints the changes of each file; ends at the first that breaks a rule.</summary>
    internal static int Print(IEnumerable<string> paths, TextWriter output, TextWriter errors)
    {
        foreach (var path in paths)
        {
            var problem = Try(path, scenario =>
            {
                foreach (var line in ReplayRun.Changes(scenario))
                {
                    output.Write(line.ToString());
                    output.Write('\n');
                }
            });
            if (problem is not null)
            {
                output.Flush();
                errors.WriteLine($"{path}: {problem}");
                return ExitCodes.BreaksRule;
            }
        }

        return ExitCodes.Done;
    }

    /// <summary>Compares each file with what it expects; a file that breaks a rule counts as failed.</summary>
    internal static int Check(IReadOnlyCollection<string> paths, TextWriter output, TextWriter errors)
    {
        var failed = 0;
        foreach (var path in paths)
        {
            string? difference = null;
            var problem = Try(path, scenario => difference = ReplayRun.FirstDifference(scenario));
            if (problem is not null)
            {
                errors.WriteLine($"{path}: {problem}");
            }
            else if (difference is not null)
            {
                output.WriteLine($"{path}: {difference}");
            }

            failed += problem is null && difference is null ? 0 : 1;
        }

        output.WriteLine($"{paths.Count - failed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Done : ExitCodes.Wrong;
    }

    // Only the reading of the file is its own fault; where the output fails, it is said of the output.
    private static string? Try(string path, Action<Scenario> run)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(path) ? "is a directory; a file is needed" : $"the file cannot be read: {OneLine(e.Message)}";
        }

        try
        {
            run(Scenario.Parse(content));
            return null;
        }
        catch (ScenarioException e)
        {
            return OneLine(e.Message);
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
