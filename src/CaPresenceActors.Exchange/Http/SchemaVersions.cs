using System.Collections.Concurrent;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// Which version of the protocol each mailbox's server understands. It begins with the one that knows all we ask for; a later one would only make servers answer with more. A server that
/// refuses it is asked in earlier ones, down to the earliest in which the request can be put, and that is remembered: for the mailbox under impersonation, else for the server.
/// </summary>
internal sealed class SchemaVersions
{
    /// <summary>Where everybody begins.</summary>
    public const SchemaVersion First = SchemaVersion.Exchange2010Sp2;

    private readonly ConcurrentDictionary<string, SchemaVersion> _ofMailboxes = new(StringComparer.OrdinalIgnoreCase);
    private volatile SchemaVersion _ofServer = First;

    /// <summary>The version for the next request.</summary>
    public SchemaVersion For<TAnswer>(EwsOperation<TAnswer> operation)
    {
        var known = operation.Impersonated is { } mailbox && _ofMailboxes.TryGetValue(mailbox, out var lower) && lower < _ofServer ? lower : _ofServer;
        return known < operation.Earliest ? operation.Earliest : known;
    }

    /// <summary>Remembers that a version was refused. False when there is no earlier one for this request.</summary>
    public bool Lower<TAnswer>(EwsOperation<TAnswer> operation, SchemaVersion refused, Charge charge)
    {
        if (refused <= operation.Earliest)
        {
            return false;
        }

        var lower = refused - 1;
        if (charge == Charge.Mailbox && operation.Impersonated is { } mailbox)
        {
            _ofMailboxes.AddOrUpdate(mailbox, lower, (_, known) => known < lower ? known : lower);
        }
        else if (lower < _ofServer)
        {
            _ofServer = lower;
        }

        return true;
    }
}
