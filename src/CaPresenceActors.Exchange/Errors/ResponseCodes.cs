using System.Collections.Frozen;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>What each response code of Exchange means: for a reading, for who pays, for this program and for an administrator. The one place that knows codes.</summary>
internal static class ResponseCodes
{
    public const string NoError = "NoError";

    // SOAP's own code for a request that is at fault, from servers that do not get as far as one of Exchange's.
    private const string SoapClient = "Client";

    private static readonly FrozenDictionary<string, Meaning> Table = new Dictionary<string, Meaning>(StringComparer.Ordinal)
    {
        // The server protects itself.
        ["ErrorServerBusy"] = new(ReadFailure.Throttled, Charge.Payer, Remedy.Pause, "it is busy or the account's throttling budget is used up; reading goes on after the pause it asked for") { Pause = TimeSpan.FromSeconds(60) },
        ["ErrorExceededConnectionCount"] = new(ReadFailure.Throttled, Charge.Payer, Remedy.Pause, "too many requests of this account run at once; lower the number of connections or give the account a throttling policy of its own"),
        ["ErrorExceededSubscriptionCount"] = new(ReadFailure.Throttled, Charge.Payer, Remedy.Poll, "the account has too many subscriptions, perhaps of a program that ended without saying so; this mailbox is polled until they have expired, in half an hour") { Pause = TimeSpan.FromMinutes(30) },
        ["ErrorTooManyObjectsOpened"] = new(ReadFailure.Throttled, Charge.Payer, Remedy.SmallerBatch, "the account has too many mailboxes open; use impersonation, or ask for fewer mailboxes in one request") { Pause = TimeSpan.FromMinutes(5) },
        ["ErrorExceededFindCountLimit"] = new(ReadFailure.Throttled, Charge.Payer, Remedy.SplitWindow, "the answer would hold more entries than its policy allows, even for a short time; raise EWSFindCountLimit of the account's throttling policy"),

        // Passing troubles of its own.
        ["ErrorTimeoutExpired"] = new(ReadFailure.Transient, Charge.Server, Remedy.SmallerBatchOnce, "it took too long; it will be asked again"),
        ["ErrorInternalServerTransientError"] = new(ReadFailure.Transient, Charge.Server, Remedy.AskAgain, "it has a passing trouble; it will be asked again"),
        ["ErrorInternalServerError"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "it failed inside; it will be asked again, and its event log says more"),
        ["ErrorInsufficientResources"] = new(ReadFailure.Transient, Charge.Server, Remedy.AskAgain, "it is short of resources; it will be asked again"),
        ["ErrorNotEnoughMemory"] = new(ReadFailure.Transient, Charge.Server, Remedy.AskAgain, "it is short of memory; it will be asked again"),
        ["ErrorADUnavailable"] = new(ReadFailure.Transient, Charge.Server, Remedy.AskAgain, "it cannot reach Active Directory; it will be asked again"),
        ["ErrorADOperation"] = new(ReadFailure.Transient, Charge.Server, Remedy.AskAgain, "its request to Active Directory failed; it will be asked again"),
        ["ErrorConnectionFailed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "it cannot reach the mailbox; it will be asked again"),
        ["ErrorMailboxFailover"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "the mailbox database is failing over; it will be asked again"),
        ["ErrorMailboxStoreUnavailable"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "the mailbox database is not available; it will be asked again"),
        ["ErrorBatchProcessingStopped"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskRestAgain, "it stopped before it came to this mailbox; it will be asked again"),
        ["ErrorFreeBusyGenerationFailed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "it could not work out free/busy; it will be asked again"),
        ["ErrorProxyRequestProcessingFailed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "another server of the organisation did not answer it; it will be asked again"),
        ["ErrorServiceDiscoveryFailed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.AskAgain, "it did not find the server of the mailbox by Autodiscover; it will be asked again"),

        // Notifications: a new subscription and a whole reading follow.
        ["ErrorSubscriptionNotFound"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the subscription is gone; a new one will be made"),
        ["ErrorInvalidSubscription"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the subscription is not valid any more; a new one will be made"),
        ["ErrorExpiredSubscription"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the subscription has expired; a new one will be made"),
        ["ErrorSubscriptionUnsubscribed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the subscription was ended; a new one will be made"),
        ["ErrorReadEventsFailed"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the notifications could not be read; a new subscription will be made"),
        ["ErrorProxiedSubscriptionCallFailure"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the server of the subscription did not answer; a new one will be made"),
        ["ErrorMissedNotificationEvents"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.ReadWhole, "notifications were lost; the calendar will be read whole"),
        ["ErrorNewEventStreamConnectionOpened"] = new(ReadFailure.Transient, Charge.Account, Remedy.EndStream, "another connection took over the notifications; is a second instance running?"),
        ["ErrorInvalidWatermark"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resubscribe, "the place in the notifications is lost; a new subscription will be made"),
        ["ErrorInvalidSyncStateData"] = new(ReadFailure.Transient, Charge.Mailbox, Remedy.Resynchronise, "the state of the synchronisation is lost; it starts anew"),
        ["ErrorSubscriptionAccessDenied"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.Resubscribe, "the subscription belongs to another account; a new one will be made"),
        ["ErrorSubscriptionDelegateAccessNotSupported"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.Poll, "only the owner of a mailbox can be notified; use impersonation, or this mailbox is polled"),

        // The mailbox is elsewhere.
        ["ErrorMailboxMoveInProgress"] = new(ReadFailure.MailboxMoving, Charge.Mailbox, Remedy.FindServer, "the mailbox is being moved; it will be read when that is done"),
        ["ErrorCrossSiteRequest"] = new(ReadFailure.MailboxMoving, Charge.Mailbox, Remedy.FindServer, "the mailbox is on a server of another site; give the address of a server there"),
        ["ErrorProxyRequestNotAllowed"] = new(ReadFailure.MailboxMoving, Charge.Mailbox, Remedy.FindServer, "the mailbox is on another server, to which this one does not pass requests; give the address of that server"),
        ["ErrorNoRespondingCASInDestinationSite"] = new(ReadFailure.MailboxMoving, Charge.Mailbox, Remedy.FindServer, "the mailbox is on a server of another site, and none there answers; give the address of a server there"),

        // Rights.
        ["ErrorImpersonateUserDenied"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.LookSlowly, "the account may not impersonate the owner; give it the role ApplicationImpersonation, with a scope that holds this mailbox"),
        ["ErrorImpersonationDenied"] = new(ReadFailure.AccessDenied, Charge.Account, Remedy.AskAdministrator, "the account may not impersonate anybody; give it the role ApplicationImpersonation"),
        ["ErrorImpersonationFailed"] = new(ReadFailure.AccessDenied, Charge.Account, Remedy.AskAdministrator, "impersonation failed; check the account's role ApplicationImpersonation"),
        ["ErrorCallerIsInvalidADAccount"] = new(ReadFailure.AccessDenied, Charge.Account, Remedy.AskAdministrator, "it does not know the account in Active Directory; use an account of the server's organisation"),
        ["ErrorAccessDenied"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.LookSlowly, "the account may not read this calendar; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorFolderNotFound"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.LookSlowly, "there is no calendar, or the account may not see it; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorItemNotFound"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.LookSlowly, "there is no calendar, or the account may not see it; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorNoFreeBusyAccess"] = new(ReadFailure.AccessDenied, Charge.Mailbox, Remedy.LookSlowly, "the owner does not show free/busy to the account; give it at least the right LimitedDetails on this calendar"),

        // The account itself.
        ["ErrorPasswordExpired"] = new(ReadFailure.NotAuthenticated, Charge.Account, Remedy.AskAdministrator, "the account's password has expired; set a new one"),
        ["ErrorPasswordChangeRequired"] = new(ReadFailure.NotAuthenticated, Charge.Account, Remedy.AskAdministrator, "the account must change its password first; set a new one"),

        // The mailbox.
        ["ErrorNonExistentMailbox"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "there is no such mailbox; check the Exchange user account"),
        ["ErrorMailRecipientNotFound"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "there is no such mailbox; check the Exchange user account"),
        ["ErrorInvalidSmtpAddress"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "it does not take this as an address; check the Exchange user account"),
        ["ErrorInvalidExchangeImpersonationHeaderData"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "it does not take this as somebody's address; check the Exchange user account"),
        ["ErrorCannotFindUser"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "there is no such user; check the Exchange user account"),
        ["ErrorNameResolutionNoResults"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "nobody has this name; check the Exchange user account"),
        ["ErrorNameResolutionNoMailbox"] = new(ReadFailure.UnknownMailbox, Charge.Mailbox, Remedy.LookSlowly, "whoever has this name has no mailbox; check the Exchange user account"),
        ["ErrorAccountDisabled"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "the owner's account is disabled; enable it, or correct the Exchange user account"),
        ["ErrorNoCalendar"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "the mailbox has no calendar; have its owner open it once in Outlook, or correct the Exchange user account"),
        ["ErrorCalendarFolderIsInvalidForCalendarView"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "the mailbox's calendar folder is none; repair the mailbox (New-MailboxRepairRequest)"),
        ["ErrorMailboxConfiguration"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "the mailbox is not set up properly; check it in the Exchange admin center"),
        ["ErrorMailboxLogonFailed"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "it cannot open the mailbox; check in the Exchange admin center that its database is mounted and its owner's account enabled"),
        ["ErrorCorruptData"] = new(ReadFailure.MailboxBroken, Charge.Mailbox, Remedy.LookSlowly, "the mailbox holds damaged entries; repair it (New-MailboxRepairRequest)"),

        // Mistakes of this program, or a server that is too old for it.
        ["ErrorMissingEmailAddress"] = new(ReadFailure.RequestRefused, Charge.Account, Remedy.AskAdministrator, "the account has no mailbox of its own, and the request named none; give the account a mailbox, or choose impersonation"),
        ["ErrorCalendarViewRangeTooBig"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it does not answer for so long a time (two years at most); please report this"),
        ["ErrorTimeIntervalTooBig"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it does not answer for so long a time (62 days at most, 42 before Exchange 2010); please report this"),
        ["ErrorMailboxDataArrayTooBig"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.SmallerBatch, "it does not answer for so many mailboxes in one request; it will be asked for fewer"),
        ["ErrorMultiLegacyMailboxAccess"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.SmallerBatch, "it does not answer for mailboxes of several servers in one request; it will be asked for fewer"),
        ["ErrorCalendarEndDateIsEarlierThanStartDate"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "the time to read ends before it starts; please report this"),
        ["ErrorSchemaValidation"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it takes the request for malformed; please report this"),
        ["ErrorInvalidRequest"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it takes the request for malformed; please report this"),
        ["ErrorTimeZone"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it does not take the request's time zone; please report this"),
        ["ErrorIncorrectSchemaVersion"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.Report, "it does not know the version of the protocol that the request names; please report this"),
        ["ErrorInvalidServerVersion"] = new(ReadFailure.RequestRefused, Charge.Server, Remedy.LowerVersion, "it knows none of the versions of the protocol that this program can speak for this request; Exchange 2010 or later is needed (2007 SP1 for the access availability)"),
        ["ErrorInvalidSchemaVersionForMailboxVersion"] = new(ReadFailure.RequestRefused, Charge.Mailbox, Remedy.LowerVersion, "the mailbox's server knows none of the versions of the protocol that this program can speak for this request; move the mailbox to Exchange 2010 or later (2007 SP1 for the access availability)"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code that has a meaning of its own.</summary>
    public static IEnumerable<string> Known => Table.Keys;

    /// <summary>Makes a sentence of a code.</summary>
    /// <param name="code">The code, as the server sent it.</param>
    /// <param name="text">The server's own words; used only where we have none.</param>
    /// <param name="retryAfter">The pause that the server asked for.</param>
    public static Trouble Explain(string code, string? text, TimeSpan? retryAfter)
    {
        if (Table.TryGetValue(code, out var meaning))
        {
            return new Trouble(meaning.Failure, $"Exchange answered {code}: {meaning.Advice}.", retryAfter, code) { Charge = meaning.Charge, Remedy = meaning.Remedy, UsualPause = meaning.Pause };
        }

        // A code that this program has not met, or one of SOAP's own: the server's words are the best there is, shortened and on one line.
        var shown = Printable.Code(code);
        var words = string.IsNullOrWhiteSpace(text) ? "it gave no further words" : $"it said \"{Printable.Words(text)}\"";
        return (code, retryAfter) switch
        {
            (SoapClient, _) => new Trouble(ReadFailure.RequestRefused, $"The server refused the request: {words}. Please report this.", retryAfter, shown) { Remedy = Remedy.Report },
            (_, null) => new Trouble(ReadFailure.Transient, $"The server answered {shown}: {words}. It will be asked again.", RetryAfter: null, shown) { Charge = Charge.Mailbox },
            _ => new Trouble(ReadFailure.Throttled, $"The server answered {shown}: {words}. It will be asked again after the pause that it asked for.", retryAfter, shown) { Charge = Charge.Payer, Remedy = Remedy.Pause },
        };
    }

    /// <summary>A row of the table.</summary>
    /// <param name="Failure">What kind of failure it is for who asked.</param>
    /// <param name="Charge">Whom it is charged to.</param>
    /// <param name="Remedy">What is to be done.</param>
    /// <param name="Advice">The same for an administrator, as the rest of a sentence about the server: what is the matter, and what happens now or has to be done.</param>
    private sealed record Meaning(ReadFailure Failure, Charge Charge, Remedy Remedy, string Advice)
    {
        /// <summary>How long to wait where the server does not say; null: as after any failure of the kind.</summary>
        public TimeSpan? Pause { get; init; }
    }
}
