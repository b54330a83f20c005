namespace CaPresenceActors.Exchange.Simulator;

/// <summary>
/// Somebody who can log in. An account whose user name is the address of a mailbox owns that mailbox; any other has no mailbox of
/// its own, as service accounts often have none.
/// </summary>
public sealed record SimulatedAccount(string UserName, string Password)
{
    // A record prints all its members; a password must not reach a log that way.
    public override string ToString() => $"SimulatedAccount {{ UserName = {UserName} }}";
}
