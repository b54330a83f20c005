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

/// <summary>A way in which a server fails.</summary>
public abstract record FaultAnswer
{
    private FaultAnswer()
    {
    }

    /// <summary>A SOAP fault ErrorServerBusy, with the time that the client is asked to stay away.</summary>
    public sealed record ServerBusy(TimeSpan? BackOff = null) : FaultAnswer;

    /// <summary>HTTP 503 without XML, with Retry-After in whole seconds when given.</summary>
    public sealed record ServiceUnavailable(TimeSpan? RetryAfter = null) : FaultAnswer;

    /// <summary>HTTP 401, whatever password was sent.</summary>
    public sealed record Unauthorized : FaultAnswer;

    /// <summary>The connection is cut without an answer.</summary>
    public sealed record AbortConnection : FaultAnswer;

    /// <summary>A SOAP fault with any response code.</summary>
    public sealed record SoapFault(string ResponseCode, string Message) : FaultAnswer;

    /// <summary>Any HTTP status with a body that is no XML, such as the page of a proxy.</summary>
    public sealed record Html(int Status, string Body) : FaultAnswer;
}
