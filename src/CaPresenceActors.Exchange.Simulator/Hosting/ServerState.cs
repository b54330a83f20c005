using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Notifications;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>What the server remembers between requests, apart from mailboxes.</summary>
internal sealed class ServerState(SimulatorOptions options, FaultPlans faults)
{
    private static readonly SimulatorLimits None = new()
    {
        Concurrency = int.MaxValue,
        FindCount = int.MaxValue,
        DelegateMailboxes = int.MaxValue,
        CalendarViewYears = 1000,
        AvailabilityMailboxes = int.MaxValue,
        AvailabilityDays = 100_000,
        Subscriptions = int.MaxValue,
        HangingConnections = int.MaxValue,
        SubscriptionIds = int.MaxValue,
    };

    private int _refused;

    public FaultPlans Faults { get; } = faults;

    public Subscriptions Subscriptions { get; } = new();

    public BackEnds BackEnds { get; } = new(options.Notifications.BackEnds);

    /// <summary>The requests that run in each budget, without streams.</summary>
    public Budgets Budgets { get; } = new();

    /// <summary>The streams that each account holds open.</summary>
    public Budgets HangingConnections { get; } = new();

    public Tally OpenStreams { get; } = new();

    /// <summary>Requests that are being answered, streams among them.</summary>
    public Tally Running { get; } = new();

    /// <summary>Whether the server keeps its limits; one that does not takes whatever comes.</summary>
    public bool KeepsLimits { get; set; } = true;

    public SimulatorLimits Limits => KeepsLimits ? options.Limits : None;

    /// <summary>Requests that were refused by a fault, a limit, or for want of a right.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void CountRefused() => Interlocked.Increment(ref _refused);
}
