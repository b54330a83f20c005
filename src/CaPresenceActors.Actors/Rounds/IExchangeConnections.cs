using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rounds;

/// <summary>Connections to Exchange complete with their password, for who uses one on the administrator's behalf. They go to nobody else.</summary>
public interface IExchangeConnections
{
    /// <summary>The connection that is stored; null when there is none.</summary>
    /// <exception cref="RuleViolationException">Its password cannot be read any more.</exception>
    ExchangeConnection? Stored();

    /// <summary>A connection that somebody has entered and not stored.</summary>
    /// <param name="entered">The connection; an empty password means the one that is stored, which goes to the server and with the account that it was given for alone.</param>
    /// <exception cref="RuleViolationException">It cannot be a connection, or its password is missing.</exception>
    ExchangeConnection Entered(ExchangeConnection entered);
}
