using System.CommandLine;

namespace CaPresenceActors.Host.Commands;

/// <summary>All commands of <c>capresence</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("A presence engine for phone systems: it reads everybody's Exchange calendar and sets each extension's presence to the second.")
    {
        RunCommand.Create(),
        DemoCommand.Create(),
        ReplayCommand.Create(),
        ConfigCommand.Create(),
        SimulatorCommand.Create(),
    };
}
