using CaPresenceActors.Exchange.Simulator.Notifications;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>What the server remembers between requests, apart from mailboxes.</summary>
internal sealed class ServerState(SimulatorOptions options)
{
    public Subscriptions Subscriptions { get; } = new();

    public BackEnds BackEnds { get; } = new(options.Notifications.BackEnds);

    /// <summary>The streams that each account holds open.</summary>
    public Budgets HangingConnections { get; } = new();

    public Tally OpenStreams { get; } = new();

    /// <summary>Requests that are being answered, streams among them.</summary>
    public Tally Running { get; } = new();
}
