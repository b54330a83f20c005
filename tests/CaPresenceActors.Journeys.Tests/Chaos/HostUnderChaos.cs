using System.Text.Json;
using CaPresenceActors.Exchange.Streaming;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Host.Hosting;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>
/// The host as <c>capresence run</c> starts it, in a process that can be killed; only the waits of the watch are shorter, so that a minute shows what takes an hour otherwise. It takes orders on standard input
/// and ends when that does.
/// </summary>
internal static class HostUnderChaos
{
    public const string Verb = "host-under-chaos";

    /// <summary>The order to collect garbage and to tell what the process holds.</summary>
    public const string Tell = "tell";

    /// <summary>What stands before that in the answer.</summary>
    public const string Holds = "It holds ";

    // Servers of this size send a heartbeat every second.
    private static readonly WatchSettings Watch = new()
    {
        Silence = TimeSpan.FromSeconds(4),
        StreamLength = TimeSpan.FromMinutes(1),
        JoinDelay = TimeSpan.FromMilliseconds(500),
        LastingRetry = TimeSpan.FromSeconds(6),
    };

    public static async Task<int> RunAsync(string file)
    {
        var options = HostOptionsReader.Read(HostConfiguration.Load(file), file);
        await using var host = await PresenceHost.StartAsync(options, TimeProvider.System, logToConsole: true, CancellationToken.None, Watch);
        while (await Console.In.ReadLineAsync(CancellationToken.None) is Tell)
        {
            await Console.Out.WriteLineAsync(Holds + JsonSerializer.Serialize(ProcessFigures.OfThisProcess()));
        }

        return 0;
    }
}
