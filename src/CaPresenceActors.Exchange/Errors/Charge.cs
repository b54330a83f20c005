using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>Whom a trouble is charged to, as far as a response code can tell.</summary>
internal enum Charge
{
    /// <summary>The mailbox that was asked for; the others go on.</summary>
    Mailbox,

    /// <summary>Whoever's budget the request was taken from: the mailbox when its owner was impersonated, else the account.</summary>
    Payer,

    /// <summary>The account, for whichever mailbox.</summary>
    Account,

    /// <summary>The server, or the way there.</summary>
    Server,
}

internal static class Charges
{
    /// <summary>Who has to be left alone, for a request that impersonated or did not.</summary>
    public static FailureScope Scope(this Charge charge, bool impersonated) => charge switch
    {
        Charge.Mailbox => FailureScope.Mailbox,
        Charge.Payer => impersonated ? FailureScope.Mailbox : FailureScope.Account,
        Charge.Account => FailureScope.Account,
        _ => FailureScope.Server,
    };

    /// <summary>Who is usually charged for a failure of a kind, where no code says better.</summary>
    public static Charge Usual(ReadFailure failure) => failure switch
    {
        ReadFailure.AccessDenied or ReadFailure.UnknownMailbox or ReadFailure.MailboxBroken or ReadFailure.MailboxMoving => Charge.Mailbox,
        ReadFailure.NotAuthenticated => Charge.Account,
        _ => Charge.Server,
    };
}
