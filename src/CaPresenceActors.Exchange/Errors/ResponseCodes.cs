using System.Collections.Frozen;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>What each response code of Exchange means for a reading, and what an administrator can do about it. The one place that knows codes.</summary>
internal static class ResponseCodes
{
    public const string NoError = "NoError";

    // SOAP's own code for a request that is at fault, from servers that do not get as far as one of Exchange's.
    private const string SoapClient = "Client";

    private static readonly FrozenDictionary<string, Meaning> Table = new Dictionary<string, Meaning>(StringComparer.Ordinal)
    {
        // The server protects itself.
        ["ErrorServerBusy"] = new(ReadFailure.Throttled, "it is busy or the account's throttling budget is used up; reading goes on after the pause it asked for"),
        ["ErrorExceededConnectionCount"] = new(ReadFailure.Throttled, "too many requests of this account run at once; lower the number of connections or give the account a throttling policy of its own"),
        ["ErrorExceededSubscriptionCount"] = new(ReadFailure.Throttled, "the account has too many subscriptions; they expire within half an hour"),
        ["ErrorTooManyObjectsOpened"] = new(ReadFailure.Throttled, "the account has too many mailboxes open; use impersonation, or ask for fewer mailboxes in one request"),
        ["ErrorExceededFindCountLimit"] = new(ReadFailure.Throttled, "the answer would hold more entries than its policy allows, even for a short time; raise EWSFindCountLimit of the account's throttling policy"),

        // Passing troubles of its own.
        ["ErrorTimeoutExpired"] = new(ReadFailure.Transient, "it took too long; it will be asked again"),
        ["ErrorInternalServerTransientError"] = new(ReadFailure.Transient, "it has a passing trouble; it will be asked again"),
        ["ErrorInternalServerError"] = new(ReadFailure.Transient, "it failed inside; it will be asked again, and its event log says more"),
        ["ErrorInsufficientResources"] = new(ReadFailure.Transient, "it is short of resources; it will be asked again"),
        ["ErrorNotEnoughMemory"] = new(ReadFailure.Transient, "it is short of memory; it will be asked again"),
        ["ErrorADUnavailable"] = new(ReadFailure.Transient, "it cannot reach Active Directory; it will be asked again"),
        ["ErrorADOperation"] = new(ReadFailure.Transient, "its request to Active Directory failed; it will be asked again"),
        ["ErrorConnectionFailed"] = new(ReadFailure.Transient, "it cannot reach the mailbox; it will be asked again"),
        ["ErrorMailboxFailover"] = new(ReadFailure.Transient, "the mailbox database is failing over; it will be asked again"),
        ["ErrorMailboxStoreUnavailable"] = new(ReadFailure.Transient, "the mailbox database is not available; it will be asked again"),
        ["ErrorBatchProcessingStopped"] = new(ReadFailure.Transient, "it stopped before it came to this mailbox; it will be asked again"),
        ["ErrorFreeBusyGenerationFailed"] = new(ReadFailure.Transient, "it could not work out free/busy; it will be asked again"),
        ["ErrorProxyRequestProcessingFailed"] = new(ReadFailure.Transient, "another server of the organisation did not answer it; it will be asked again"),
        ["ErrorServiceDiscoveryFailed"] = new(ReadFailure.Transient, "it did not find the server of the mailbox by Autodiscover; it will be asked again"),

        // Notifications: a new subscription and a whole reading follow.
        ["ErrorSubscriptionNotFound"] = new(ReadFailure.Transient, "the subscription is gone; a new one will be made"),
        ["ErrorInvalidSubscription"] = new(ReadFailure.Transient, "the subscription is not valid any more; a new one will be made"),
        ["ErrorExpiredSubscription"] = new(ReadFailure.Transient, "the subscription has expired; a new one will be made"),
        ["ErrorSubscriptionUnsubscribed"] = new(ReadFailure.Transient, "the subscription was ended; a new one will be made"),
        ["ErrorReadEventsFailed"] = new(ReadFailure.Transient, "the notifications could not be read; a new subscription will be made"),
        ["ErrorProxiedSubscriptionCallFailure"] = new(ReadFailure.Transient, "the server of the subscription did not answer; a new one will be made"),
        ["ErrorMissedNotificationEvents"] = new(ReadFailure.Transient, "notifications were lost; the calendar will be read whole"),
        ["ErrorNewEventStreamConnectionOpened"] = new(ReadFailure.Transient, "another connection took over the notifications; is a second instance running?"),
        ["ErrorInvalidWatermark"] = new(ReadFailure.Transient, "the place in the notifications is lost; a new subscription will be made"),
        ["ErrorInvalidSyncStateData"] = new(ReadFailure.Transient, "the state of the synchronisation is lost; it starts anew"),
        ["ErrorSubscriptionAccessDenied"] = new(ReadFailure.AccessDenied, "the subscription belongs to another account"),
        ["ErrorSubscriptionDelegateAccessNotSupported"] = new(ReadFailure.AccessDenied, "only the owner of a mailbox can be notified; use impersonation, or this mailbox is polled"),

        // The mailbox is elsewhere.
        ["ErrorMailboxMoveInProgress"] = new(ReadFailure.MailboxMoving, "the mailbox is being moved; it will be read when that is done"),
        ["ErrorCrossSiteRequest"] = new(ReadFailure.MailboxMoving, "the mailbox is on a server of another site; give the address of a server there"),
        ["ErrorProxyRequestNotAllowed"] = new(ReadFailure.MailboxMoving, "the mailbox is on another server, to which this one does not pass requests; give the address of that server"),
        ["ErrorNoRespondingCASInDestinationSite"] = new(ReadFailure.MailboxMoving, "the mailbox is on a server of another site, and none there answers; give the address of a server there"),

        // Rights.
        ["ErrorImpersonateUserDenied"] = new(ReadFailure.AccessDenied, "the account may not impersonate the owner; give it the role ApplicationImpersonation, with a scope that holds this mailbox"),
        ["ErrorImpersonationDenied"] = new(ReadFailure.AccessDenied, "the account may not impersonate anybody; give it the role ApplicationImpersonation"),
        ["ErrorImpersonationFailed"] = new(ReadFailure.AccessDenied, "impersonation failed; check the account's role ApplicationImpersonation"),
        ["ErrorCallerIsInvalidADAccount"] = new(ReadFailure.AccessDenied, "it does not know the account in Active Directory; use an account of the server's organisation"),
        ["ErrorAccessDenied"] = new(ReadFailure.AccessDenied, "the account may not read this calendar; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorFolderNotFound"] = new(ReadFailure.AccessDenied, "there is no calendar, or the account may not see it; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorItemNotFound"] = new(ReadFailure.AccessDenied, "there is no calendar, or the account may not see it; give it at least the right Reviewer there, or use impersonation"),
        ["ErrorNoFreeBusyAccess"] = new(ReadFailure.AccessDenied, "the owner does not show free/busy to the account; give it at least the right LimitedDetails on this calendar"),

        // The account itself.
        ["ErrorPasswordExpired"] = new(ReadFailure.NotAuthenticated, "the account's password has expired; set a new one"),
        ["ErrorPasswordChangeRequired"] = new(ReadFailure.NotAuthenticated, "the account must change its password first"),

        // The mailbox.
        ["ErrorNonExistentMailbox"] = new(ReadFailure.UnknownMailbox, "there is no such mailbox; check the Exchange user account"),
        ["ErrorMailRecipientNotFound"] = new(ReadFailure.UnknownMailbox, "there is no such mailbox; check the Exchange user account"),
        ["ErrorInvalidSmtpAddress"] = new(ReadFailure.UnknownMailbox, "it does not take this as an address; check the Exchange user account"),
        ["ErrorInvalidExchangeImpersonationHeaderData"] = new(ReadFailure.UnknownMailbox, "it does not take this as somebody's address; check the Exchange user account"),
        ["ErrorCannotFindUser"] = new(ReadFailure.UnknownMailbox, "there is no such user; check the Exchange user account"),
        ["ErrorNameResolutionNoResults"] = new(ReadFailure.UnknownMailbox, "nobody has this name; check the Exchange user account"),
        ["ErrorNameResolutionNoMailbox"] = new(ReadFailure.UnknownMailbox, "whoever has this name has no mailbox; check the Exchange user account"),
        ["ErrorAccountDisabled"] = new(ReadFailure.MailboxBroken, "the owner's account is disabled"),
        ["ErrorNoCalendar"] = new(ReadFailure.MailboxBroken, "the mailbox has no calendar"),
        ["ErrorCalendarFolderIsInvalidForCalendarView"] = new(ReadFailure.MailboxBroken, "the mailbox's calendar folder is none"),
        ["ErrorMailboxConfiguration"] = new(ReadFailure.MailboxBroken, "the mailbox is not set up properly"),
        ["ErrorMailboxLogonFailed"] = new(ReadFailure.MailboxBroken, "it cannot open the mailbox"),
        ["ErrorCorruptData"] = new(ReadFailure.MailboxBroken, "the mailbox holds damaged entries"),

        // Mistakes of this program, or a server that is too old for it.
        ["ErrorMissingEmailAddress"] = new(ReadFailure.RequestRefused, "the account has no mailbox of its own and none was named"),
        ["ErrorCalendarViewRangeTooBig"] = new(ReadFailure.RequestRefused, "it does not answer for so long a time (two years at most)"),
        ["ErrorTimeIntervalTooBig"] = new(ReadFailure.RequestRefused, "it does not answer for so long a time (62 days at most)"),
        ["ErrorMailboxDataArrayTooBig"] = new(ReadFailure.RequestRefused, "it does not answer for so many mailboxes in one request"),
        ["ErrorMultiLegacyMailboxAccess"] = new(ReadFailure.RequestRefused, "it does not answer for mailboxes of several servers in one request"),
        ["ErrorCalendarEndDateIsEarlierThanStartDate"] = new(ReadFailure.RequestRefused, "the time to read ends before it starts"),
        ["ErrorSchemaValidation"] = new(ReadFailure.RequestRefused, "it takes the request for malformed; please report this"),
        ["ErrorInvalidRequest"] = new(ReadFailure.RequestRefused, "it takes the request for malformed; please report this"),
        ["ErrorTimeZone"] = new(ReadFailure.RequestRefused, "it does not take the request's time zone; please report this"),
        ["ErrorIncorrectSchemaVersion"] = new(ReadFailure.RequestRefused, "it does not know this version of the protocol; Exchange 2010 SP2 or later is needed"),
        ["ErrorInvalidServerVersion"] = new(ReadFailure.RequestRefused, "it does not know this version of the protocol; Exchange 2010 SP2 or later is needed"),
        ["ErrorInvalidSchemaVersionForMailboxVersion"] = new(ReadFailure.RequestRefused, "the mailbox's server does not know this version of the protocol; Exchange 2010 SP2 or later is needed"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code that has a meaning of its own.</summary>
    public static IEnumerable<string> Known => Table.Keys;

    /// <summary>Whether asking for fewer mailboxes at once may help.</summary>
    public static bool SmallerBatchHelps(string? code) => code is
        "ErrorTooManyObjectsOpened" or "ErrorTimeoutExpired" or "ErrorBatchProcessingStopped" or "ErrorMailboxDataArrayTooBig" or "ErrorMultiLegacyMailboxAccess"
        or "ErrorExceededFindCountLimit";

    /// <summary>Whether asking for a shorter time may help.</summary>
    public static bool ShorterWindowHelps(string? code) => code is "ErrorExceededFindCountLimit";

    /// <summary>Makes a sentence of a code.</summary>
    /// <param name="code">The code, as the server sent it.</param>
    /// <param name="text">The server's own words; used only where we have none.</param>
    /// <param name="retryAfter">The pause that the server asked for.</param>
    public static Trouble Explain(string code, string? text, TimeSpan? retryAfter)
    {
        if (Table.TryGetValue(code, out var meaning))
        {
            return new Trouble(meaning.Failure, $"Exchange answered {code}: {meaning.Advice}.", retryAfter, code);
        }

        // A code that this program has not met, or one of SOAP's own: the server's words are the best there is, shortened and on one line.
        var shown = Printable.Code(code);
        var words = string.IsNullOrWhiteSpace(text) ? "it gave no further words" : $"it said \"{Printable.Words(text)}\"";
        return (code, retryAfter) switch
        {
            (SoapClient, _) => new Trouble(ReadFailure.RequestRefused, $"The server refused the request: {words}. Please report this.", retryAfter, shown),
            (_, null) => new Trouble(ReadFailure.Transient, $"The server answered {shown}: {words}. It will be asked again.", RetryAfter: null, shown),
            _ => new Trouble(ReadFailure.Throttled, $"The server answered {shown}: {words}. It will be asked again after the pause that it asked for.", retryAfter, shown),
        };
    }

    private sealed record Meaning(ReadFailure Failure, string Advice);
}
