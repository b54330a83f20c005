using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Ports;

/// <summary>What has gone to and come from one Exchange server since its source was made.</summary>
/// <param name="Requests">Requests that were sent.</param>
/// <param name="Refused">How often trouble came instead of what was asked for, by kind: once for a request that failed as a whole, once for each mailbox that failed in one that did not. Kinds that did not occur are left out.</param>
/// <param name="BytesSent">Bytes of HTTP, inside of TLS.</param>
/// <param name="BytesReceived">Bytes of HTTP, inside of TLS.</param>
/// <param name="BackOffUntil">Until when the server asked to be left alone by the whole account, UTC; null when it does not. What it asked for single mailboxes does not count.</param>
public sealed record ExchangeFigures(long Requests, ImmutableSortedDictionary<ReadFailure, long> Refused, long BytesSent, long BytesReceived, DateTimeOffset? BackOffUntil)
{
    /// <summary>What the server calls itself, such as <c>15.2.1748.10</c>; null until it has said so.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Nothing yet.</summary>
    public static ExchangeFigures None { get; } = new(0, ImmutableSortedDictionary<ReadFailure, long>.Empty, 0, 0, null);
}
