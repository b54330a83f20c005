namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>In whose name a request is made: an account, and the mailbox it acts as, by owning it or by impersonation.</summary>
internal sealed record EwsCaller(string Account, SimulatedMailbox? Mailbox, bool IsImpersonating)
{
    /// <summary>What the caller may do with a mailbox. Whoever acts as the owner may do everything.</summary>
    public MailboxRights RightsTo(SimulatedMailbox target)
    {
        if (target == Mailbox)
        {
            return MailboxRights.Owner;
        }

        return target.RightsOf(IsImpersonating ? Mailbox!.Address : Account);
    }
}
