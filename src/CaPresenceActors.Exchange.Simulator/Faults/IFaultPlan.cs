using System.Collections.Immutable;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>What a fault plan knows of a request: who logged in, what is asked, and whose mailboxes it is about.</summary>
public sealed record SimulatedRequest(string Account, string Operation, string? ImpersonatedMailbox, ImmutableArray<string> Mailboxes)
{
    /// <summary>Whether the request is about this mailbox, by impersonation or by name.</summary>
    public bool IsAbout(string address) => Mailboxes.Contains(address, StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// May answer a request instead of the simulator. Plans are asked in the order in which they were installed, while the request holds
/// its place in its budget; a plan that waits before it answers makes the server slow.
/// </summary>
public interface IFaultPlan
{
    /// <summary>The fault to answer, or null to let the request go on.</summary>
    ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation);
}
