using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>What a trouble means for the site, and what somebody has to do, in sentences. What the program does about it by itself is <see cref="Remedy"/>.</summary>
internal static class Advice
{
    private const string Rights = "docs/exchange-rights.md has the commands.";

    /// <summary>What somebody has to do; null when it passes by itself.</summary>
    public static string? ToDo(Trouble trouble) => (trouble.Failure, trouble.Remedy) switch
    {
        (ReadFailure.AccessDenied, Remedy.AskAdministrator) => $"Give the account the role ApplicationImpersonation, with a scope that holds everybody whose calendar is to be read. {Rights}",
        (ReadFailure.AccessDenied, _) => $"Give the account the role ApplicationImpersonation with a scope that holds this mailbox, or at least the right Reviewer on this calendar. {Rights} A new right may be refused for some minutes.",
        (ReadFailure.UnknownMailbox, _) => "Correct the Exchange user account in the user's profile: it must be the address of a mailbox.",
        (ReadFailure.MailboxBroken, _) => "Look at this mailbox in the Exchange admin center; its owner may have to open the calendar once in Outlook.",
        (ReadFailure.MailboxMoving, _) => "Wait until the mailbox has been moved; if it lives on another site for good, give the address of a server there.",
        (ReadFailure.NotAuthenticated, _) => "Check user name, password and the kind of authentication, and that the account is neither locked nor expired. Then test again: each try with a wrong password counts towards a lockout.",
        (ReadFailure.CertificateRefused, _) => "Compare the fingerprint with the one that the Exchange server shows; if it is the same, pin it.",
        (ReadFailure.Throttled, Remedy.SmallerBatch) => "Use impersonation, or ask for fewer mailboxes in one request.",
        (ReadFailure.Throttled, _) => $"If this comes again, give the account a throttling policy of its own. {Rights}",
        (ReadFailure.Unreachable, _) => "Check that the server is up, and the firewalls between.",
        (ReadFailure.NotUnderstood, _) => "Check the server's name, the port and the Exchange Web Services address.",
        (ReadFailure.RequestRefused, Remedy.LowerVersion) => "Use Exchange 2010 or later.",
        (ReadFailure.RequestRefused, Remedy.AskAdministrator) => "Give the account a mailbox of its own, or choose impersonation.",
        (ReadFailure.RequestRefused, _) => "Please report this: it is a mistake of this program.",
        _ => null,
    };

    /// <summary>What it means for presence.</summary>
    public static string Means(ReadFailure failure) => failure switch
    {
        ReadFailure.AccessDenied => "The account has signed in, but may not read calendars so.",
        ReadFailure.NotAuthenticated => "The account could not sign in. It was tried once, and nothing more was sent.",
        ReadFailure.Throttled => "The server protects itself: it answers this account late or not at all.",
        ReadFailure.Unreachable => "No answer came, so nothing can be said about the account.",
        ReadFailure.NotUnderstood => "Something answers, but it is not Exchange Web Services.",
        ReadFailure.Transient => "The server has a trouble of its own that should pass.",
        _ => "No calendar can be read so.",
    };
}
