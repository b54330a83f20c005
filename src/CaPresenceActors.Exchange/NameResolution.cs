using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange;

/// <summary>Somebody in the organisation's directory.</summary>
/// <param name="Name">What the directory calls them.</param>
/// <param name="Address">Their primary address.</param>
public sealed record ResolvedMailbox(string Name, string Address);

/// <summary>Who is meant by a name or an address.</summary>
/// <param name="Mailboxes">Everybody who may be meant; empty when nobody is, or when there is a failure.</param>
/// <param name="Failure">Null when the server could say.</param>
/// <param name="Reason">A sentence for the administrator when it could not.</param>
public sealed record NameResolution(ImmutableArray<ResolvedMailbox> Mailboxes, ReadFailure? Failure, string? Reason);
