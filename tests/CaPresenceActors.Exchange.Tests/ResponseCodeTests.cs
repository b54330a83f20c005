using System.Text.RegularExpressions;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed partial class ResponseCodeTests
{
    // The code; what kind of failure it is; who has to be left alone when the mailbox's owner was impersonated, and when not; what is to be done.
    public static TheoryData<string, ReadFailure, FailureScope, FailureScope, string> Meanings { get; } = new()
    {
        { "ErrorServerBusy", ReadFailure.Throttled, FailureScope.Mailbox, FailureScope.Account, "Pause" },
        { "ErrorExceededConnectionCount", ReadFailure.Throttled, FailureScope.Mailbox, FailureScope.Account, "Pause" },
        { "ErrorExceededSubscriptionCount", ReadFailure.Throttled, FailureScope.Mailbox, FailureScope.Account, "Poll" },
        { "ErrorTooManyObjectsOpened", ReadFailure.Throttled, FailureScope.Mailbox, FailureScope.Account, "SmallerBatch" },
        { "ErrorExceededFindCountLimit", ReadFailure.Throttled, FailureScope.Mailbox, FailureScope.Account, "SplitWindow" },
        { "ErrorTimeoutExpired", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "SmallerBatchOnce" },
        { "ErrorInternalServerTransientError", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "AskAgain" },
        { "ErrorInternalServerError", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorInsufficientResources", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "AskAgain" },
        { "ErrorNotEnoughMemory", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "AskAgain" },
        { "ErrorADUnavailable", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "AskAgain" },
        { "ErrorADOperation", ReadFailure.Transient, FailureScope.Server, FailureScope.Server, "AskAgain" },
        { "ErrorConnectionFailed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorMailboxFailover", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorMailboxStoreUnavailable", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorBatchProcessingStopped", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskRestAgain" },
        { "ErrorFreeBusyGenerationFailed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorProxyRequestProcessingFailed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorServiceDiscoveryFailed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "AskAgain" },
        { "ErrorSubscriptionNotFound", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorInvalidSubscription", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorExpiredSubscription", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorSubscriptionUnsubscribed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorReadEventsFailed", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorProxiedSubscriptionCallFailure", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorMissedNotificationEvents", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "ReadWhole" },
        { "ErrorNewEventStreamConnectionOpened", ReadFailure.Transient, FailureScope.Account, FailureScope.Account, "EndStream" },
        { "ErrorInvalidWatermark", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorInvalidSyncStateData", ReadFailure.Transient, FailureScope.Mailbox, FailureScope.Mailbox, "Resynchronise" },
        { "ErrorSubscriptionAccessDenied", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "Resubscribe" },
        { "ErrorSubscriptionDelegateAccessNotSupported", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "Poll" },
        { "ErrorMailboxMoveInProgress", ReadFailure.MailboxMoving, FailureScope.Mailbox, FailureScope.Mailbox, "FindServer" },
        { "ErrorCrossSiteRequest", ReadFailure.MailboxMoving, FailureScope.Mailbox, FailureScope.Mailbox, "FindServer" },
        { "ErrorProxyRequestNotAllowed", ReadFailure.MailboxMoving, FailureScope.Mailbox, FailureScope.Mailbox, "FindServer" },
        { "ErrorNoRespondingCASInDestinationSite", ReadFailure.MailboxMoving, FailureScope.Mailbox, FailureScope.Mailbox, "FindServer" },
        { "ErrorImpersonateUserDenied", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorImpersonationDenied", ReadFailure.AccessDenied, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorImpersonationFailed", ReadFailure.AccessDenied, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorCallerIsInvalidADAccount", ReadFailure.AccessDenied, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorAccessDenied", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorFolderNotFound", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorItemNotFound", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorNoFreeBusyAccess", ReadFailure.AccessDenied, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorPasswordExpired", ReadFailure.NotAuthenticated, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorPasswordChangeRequired", ReadFailure.NotAuthenticated, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorNonExistentMailbox", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorMailRecipientNotFound", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorInvalidSmtpAddress", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorInvalidExchangeImpersonationHeaderData", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorCannotFindUser", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorNameResolutionNoResults", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorNameResolutionNoMailbox", ReadFailure.UnknownMailbox, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorAccountDisabled", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorNoCalendar", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorCalendarFolderIsInvalidForCalendarView", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorMailboxConfiguration", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorMailboxLogonFailed", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorCorruptData", ReadFailure.MailboxBroken, FailureScope.Mailbox, FailureScope.Mailbox, "LookSlowly" },
        { "ErrorMissingEmailAddress", ReadFailure.RequestRefused, FailureScope.Account, FailureScope.Account, "AskAdministrator" },
        { "ErrorCalendarViewRangeTooBig", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorTimeIntervalTooBig", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorMailboxDataArrayTooBig", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "SmallerBatch" },
        { "ErrorMultiLegacyMailboxAccess", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "SmallerBatch" },
        { "ErrorCalendarEndDateIsEarlierThanStartDate", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorSchemaValidation", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorInvalidRequest", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorTimeZone", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorIncorrectSchemaVersion", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "Report" },
        { "ErrorInvalidServerVersion", ReadFailure.RequestRefused, FailureScope.Server, FailureScope.Server, "LowerVersion" },
        { "ErrorInvalidSchemaVersionForMailboxVersion", ReadFailure.RequestRefused, FailureScope.Mailbox, FailureScope.Mailbox, "LowerVersion" },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public async Task A_code_means_the_same_as_a_fault_and_in_a_message_and_for_free_busy(string code, ReadFailure failure, FailureScope impersonated, FailureScope otherwise, string remedy)
    {
        var asFault = await Fail(Fault(code), status: 500);
        var asFaultWithStatus200 = await Fail(Fault(code), status: 200);
        var inMessage = await Fail(FindItem(Refusal(code)));
        var forFreeBusy = await Fail(Availability(NoView(code)), access: ExchangeAccess.Availability);

        asFault.Failure.ShouldBe(failure);
        asFault.Scope.ShouldBe(impersonated);
        asFault.Reason.ShouldStartWith($"Exchange answered {code}: ");
        asFault.Reason.ShouldContain("; ", customMessage: "It says what is the matter; and what happens now, or has to be done.");
        asFaultWithStatus200.ShouldBe(asFault);
        inMessage.ShouldBe(asFault);
        forFreeBusy.ShouldBe(asFault with { Scope = otherwise });
        ResponseCodes.Explain(code, text: null, retryAfter: null).Remedy.ToString().ShouldBe(remedy);
    }

    [Fact]
    public void Every_code_that_the_research_on_Exchange_names_has_a_row()
    {
        var rows = SharedFiles.Document("EWS.md").Split("### 4.3", 2)[1].Split("\n---", 2)[0].Split('\n').Where(line => line.StartsWith('|'));
        var named = rows.SelectMany(row => Code().Matches(row.Split('|')[1]).Select(match => match.Value)).ToList();

        named.Count.ShouldBeGreaterThan(50);
        named.Except(ResponseCodes.Known).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ErrorServerBusy", 60)]
    [InlineData("ErrorTooManyObjectsOpened", 300)]
    [InlineData("ErrorExceededSubscriptionCount", 1800)]
    [InlineData("ErrorExceededConnectionCount", null)]
    [InlineData("ErrorTimeoutExpired", null)]
    public async Task Where_the_server_asks_for_no_pause_the_usual_one_is_taken(string code, int? seconds) =>
        (await Fail(FindItem(Refusal(code)))).RetryAfter.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    [Fact]
    public void Every_code_of_the_table_is_tested() => Meanings.Select(row => row.Data.Item1).ShouldBe(ResponseCodes.Known, ignoreOrder: true);

    [Fact]
    public async Task A_code_that_nobody_knows_is_a_passing_trouble_in_the_servers_words()
    {
        var failed = await Fail(FindItem(Refusal("ErrorOfTomorrow", text: "The moon\nis full.")));

        failed.Failure.ShouldBe(ReadFailure.Transient);
        failed.Reason.ShouldBe("The server answered ErrorOfTomorrow: it said \"The moon is full.\". It will be asked again.");
    }

    [Fact]
    public async Task What_a_server_says_is_cut_short()
    {
        var failed = await Fail(FindItem(Refusal("Error of <![CDATA[<script>]]>", text: new string('x', 5000))));

        failed.Reason.ShouldStartWith("The server answered an unreadable code: it said \"xxx");
        failed.Reason.Length.ShouldBeLessThan(320);
    }

    [Theory]
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">297749</t:Value></m:MessageXml>""", 297_749)]
    [InlineData("""<m:MessageXml><t:Value Name="Other">1</t:Value><t:Value Name="BackOffMilliseconds">5000</t:Value></m:MessageXml>""", 5000)]
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">99999999999999999999</t:Value></m:MessageXml>""", 3_600_000)]
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">-5</t:Value></m:MessageXml>""", 60_000)]
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">soon</t:Value></m:MessageXml>""", 60_000)]
    [InlineData("", 60_000)]
    public async Task The_pause_that_a_busy_server_asks_for_is_passed_on(string messageXml, int milliseconds)
    {
        var pause = TimeSpan.FromMilliseconds(milliseconds);

        (await Fail(FindItem(Refusal("ErrorServerBusy", messageXml)))).RetryAfter.ShouldBe(pause);
        (await Fail(Fault("ErrorServerBusy", messageXml.Replace("m:MessageXml", "t:MessageXml", StringComparison.Ordinal)), 500)).RetryAfter.ShouldBe(pause);
        (await Fail(Availability(NoView("ErrorServerBusy", messageXml)), access: ExchangeAccess.Availability)).RetryAfter.ShouldBe(pause);
    }

    [Fact]
    public async Task A_busy_back_end_behind_an_internal_error_is_a_busy_server()
    {
        var failed = await Fail(FindItem(Refusal("ErrorInternalServerError", """<m:MessageXml><t:Value Name="InnerErrorResponseCode">ErrorServerBusy</t:Value><t:Value Name="BackOffMilliseconds">1000</t:Value></m:MessageXml>""")));

        failed.Failure.ShouldBe(ReadFailure.Throttled);
        failed.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    private static async Task<MailboxReading.Failed> Fail(string answer, int status = 200, ExchangeAccess access = ExchangeAccess.Impersonation)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer, status);
        await using var source = Source(server.Port, access);
        return await source.ReadFailed();
    }

    [GeneratedRegex("Error[A-Za-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
