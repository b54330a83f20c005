using System.CommandLine;
using CaPresenceActors.Hocon;
using CaPresenceActors.Host.Configuration;

namespace CaPresenceActors.Host.Commands;

/// <summary><c>capresence config check</c> and <c>config show</c>: what the configuration says, where that was written, and what is wrong with it.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new Command("config", "Look at the configuration.");
        command.Subcommands.Add(WithFile("check", "Say everything that is wrong with the configuration and its users' file, by place; exit with 1 if anything is.", Check));
        command.Subcommands.Add(WithFile("show", "Print every setting with its value and where it was written; secrets are masked.", Show));
        return command;
    }

    internal static int Check(string? file, TextWriter output, TextWriter errors)
    {
        if (Load(file, errors) is not { } config)
        {
            return ExitCodes.Wrong;
        }

        var (options, found) = HostOptionsReader.Check(config, file);
        List<string> problems = [.. found.Select(problem => problem.ToString()), .. UsersFileCheck.Problems(options.Seed.UsersFile, config)];
        foreach (var problem in problems)
        {
            errors.WriteLine(problem);
        }

        output.WriteLine(problems.Count == 0 ? "The configuration is good." : $"{problems.Count} {(problems.Count == 1 ? "problem" : "problems")}. The program will not start with it.");
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Wrong;
    }

    internal static int Show(string? file, TextWriter output, TextWriter errors)
    {
        if (Load(file, errors) is not { } config)
        {
            return ExitCodes.Wrong;
        }

        foreach (var setting in config.Show(HostConfiguration.IsSecret))
        {
            output.WriteLine($"{setting.Path} = {setting.Text}    # {setting.Origin}");
        }

        return ExitCodes.Done;
    }

    /// <summary>The option that names the configuration file.</summary>
    internal static Option<string?> FileOption() => new("--config", "-c") { Description = "The configuration file (HOCON). Without it, everything has its default.", HelpName = "FILE" };

    private static HoconConfig? Load(string? file, TextWriter errors)
    {
        try
        {
            return HostConfiguration.Load(file);
        }
        catch (HoconException e)
        {
            errors.WriteLine(e.Message);
            return null;
        }
    }

    private static Command WithFile(string name, string description, Func<string?, TextWriter, TextWriter, int> act)
    {
        var file = FileOption();
        var command = new Command(name, description) { file };
        command.SetAction(parsed => act(parsed.GetValue(file), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }
}
