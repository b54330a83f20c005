using System.CommandLine;

namespace CaPresenceActors.Host.Commands;

/// <summary>All commands of <c>capresence</c>.</summary>
internal static class CommandLine
{
    // What the program promises to whoever stops it. The library's own two seconds are too short for a busy machine: it then ends the process in the middle of closing the journal.
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    /// <summary>How commands run: Ctrl-C and SIGTERM ask them to stop, and end the process when they take too long.</summary>
    public static InvocationConfiguration Invocation() => new() { ProcessTerminationTimeout = StopsWithin };

    public static RootCommand Create() => new("A presence engine for phone systems: it reads everybody's Exchange calendar and sets each extension's presence to the second.")
    {
        RunCommand.Create(),
        DemoCommand.Create(),
        ReplayCommand.Create(),
        ConfigCommand.Create(),
        SimulatorCommand.Create(),
    };
}
