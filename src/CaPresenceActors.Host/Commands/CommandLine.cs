using System.CommandLine;
using System.CommandLine.Invocation;

namespace CaPresenceActors.Host.Commands;

/// <summary>All commands of <c>capresence</c>.</summary>
internal static class CommandLine
{
    // What the program promises to whoever stops it. The library's own two seconds are too short for a busy machine: it then ends the process in the middle of closing the journal.
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Runs what was typed: Ctrl-C and SIGTERM ask it to stop, and end the process when it takes too long.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] typed)
    {
        var parsed = Create().Parse(typed);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopsWithin });
        return parsed.Action is ParseErrorAction ? ExitCodes.BreaksRule : exitCode;
    }

    private static RootCommand Create() => new("A presence engine for phone systems: it reads everybody's Exchange calendar and sets each extension's presence to the second.")
    {
        RunCommand.Create(),
        DemoCommand.Create(),
        ReplayCommand.Create(),
        ConfigCommand.Create(),
        SimulatorCommand.Create(),
    };
}
