using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class ResponseCodeTests
{
    public static TheoryData<string, ReadFailure> Meanings { get; } = new()
    {
        { "ErrorServerBusy", ReadFailure.Throttled },
        { "ErrorExceededConnectionCount", ReadFailure.Throttled },
        { "ErrorExceededSubscriptionCount", ReadFailure.Throttled },
        { "ErrorTooManyObjectsOpened", ReadFailure.Throttled },
        { "ErrorExceededFindCountLimit", ReadFailure.Throttled },
        { "ErrorTimeoutExpired", ReadFailure.Transient },
        { "ErrorInternalServerTransientError", ReadFailure.Transient },
        { "ErrorInternalServerError", ReadFailure.Transient },
        { "ErrorInsufficientResources", ReadFailure.Transient },
        { "ErrorNotEnoughMemory", ReadFailure.Transient },
        { "ErrorADUnavailable", ReadFailure.Transient },
        { "ErrorADOperation", ReadFailure.Transient },
        { "ErrorConnectionFailed", ReadFailure.Transient },
        { "ErrorMailboxFailover", ReadFailure.Transient },
        { "ErrorMailboxStoreUnavailable", ReadFailure.Transient },
        { "ErrorBatchProcessingStopped", ReadFailure.Transient },
        { "ErrorFreeBusyGenerationFailed", ReadFailure.Transient },
        { "ErrorProxyRequestProcessingFailed", ReadFailure.Transient },
        { "ErrorServiceDiscoveryFailed", ReadFailure.Transient },
        { "ErrorSubscriptionNotFound", ReadFailure.Transient },
        { "ErrorInvalidSubscription", ReadFailure.Transient },
        { "ErrorExpiredSubscription", ReadFailure.Transient },
        { "ErrorSubscriptionUnsubscribed", ReadFailure.Transient },
        { "ErrorReadEventsFailed", ReadFailure.Transient },
        { "ErrorProxiedSubscriptionCallFailure", ReadFailure.Transient },
        { "ErrorMissedNotificationEvents", ReadFailure.Transient },
        { "ErrorNewEventStreamConnectionOpened", ReadFailure.Transient },
        { "ErrorInvalidWatermark", ReadFailure.Transient },
        { "ErrorInvalidSyncStateData", ReadFailure.Transient },
        { "ErrorSubscriptionAccessDenied", ReadFailure.AccessDenied },
        { "ErrorSubscriptionDelegateAccessNotSupported", ReadFailure.AccessDenied },
        { "ErrorMailboxMoveInProgress", ReadFailure.MailboxMoving },
        { "ErrorCrossSiteRequest", ReadFailure.MailboxMoving },
        { "ErrorProxyRequestNotAllowed", ReadFailure.MailboxMoving },
        { "ErrorNoRespondingCASInDestinationSite", ReadFailure.MailboxMoving },
        { "ErrorImpersonateUserDenied", ReadFailure.AccessDenied },
        { "ErrorImpersonationDenied", ReadFailure.AccessDenied },
        { "ErrorImpersonationFailed", ReadFailure.AccessDenied },
        { "ErrorCallerIsInvalidADAccount", ReadFailure.AccessDenied },
        { "ErrorAccessDenied", ReadFailure.AccessDenied },
        { "ErrorFolderNotFound", ReadFailure.AccessDenied },
        { "ErrorItemNotFound", ReadFailure.AccessDenied },
        { "ErrorNoFreeBusyAccess", ReadFailure.AccessDenied },
        { "ErrorPasswordExpired", ReadFailure.NotAuthenticated },
        { "ErrorPasswordChangeRequired", ReadFailure.NotAuthenticated },
        { "ErrorNonExistentMailbox", ReadFailure.UnknownMailbox },
        { "ErrorMailRecipientNotFound", ReadFailure.UnknownMailbox },
        { "ErrorInvalidSmtpAddress", ReadFailure.UnknownMailbox },
        { "ErrorInvalidExchangeImpersonationHeaderData", ReadFailure.UnknownMailbox },
        { "ErrorCannotFindUser", ReadFailure.UnknownMailbox },
        { "ErrorNameResolutionNoResults", ReadFailure.UnknownMailbox },
        { "ErrorNameResolutionNoMailbox", ReadFailure.UnknownMailbox },
        { "ErrorAccountDisabled", ReadFailure.MailboxBroken },
        { "ErrorNoCalendar", ReadFailure.MailboxBroken },
        { "ErrorCalendarFolderIsInvalidForCalendarView", ReadFailure.MailboxBroken },
        { "ErrorMailboxConfiguration", ReadFailure.MailboxBroken },
        { "ErrorMailboxLogonFailed", ReadFailure.MailboxBroken },
        { "ErrorCorruptData", ReadFailure.MailboxBroken },
        { "ErrorMissingEmailAddress", ReadFailure.RequestRefused },
        { "ErrorCalendarViewRangeTooBig", ReadFailure.RequestRefused },
        { "ErrorTimeIntervalTooBig", ReadFailure.RequestRefused },
        { "ErrorMailboxDataArrayTooBig", ReadFailure.RequestRefused },
        { "ErrorMultiLegacyMailboxAccess", ReadFailure.RequestRefused },
        { "ErrorCalendarEndDateIsEarlierThanStartDate", ReadFailure.RequestRefused },
        { "ErrorSchemaValidation", ReadFailure.RequestRefused },
        { "ErrorInvalidRequest", ReadFailure.RequestRefused },
        { "ErrorTimeZone", ReadFailure.RequestRefused },
        { "ErrorIncorrectSchemaVersion", ReadFailure.RequestRefused },
        { "ErrorInvalidServerVersion", ReadFailure.RequestRefused },
        { "ErrorInvalidSchemaVersionForMailboxVersion", ReadFailure.RequestRefused },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public async Task A_code_means_the_same_as_a_fault_and_in_a_message(string code, ReadFailure failure)
    {
        var asFault = await Fail(Fault(code), status: 500);
        var asFaultWithStatus200 = await Fail(Fault(code), status: 200);
        var inMessage = await Fail(FindItem(Refusal(code)));

        asFault.Failure.ShouldBe(failure);
        asFault.Reason.ShouldStartWith($"Exchange answered {code}: ");
        asFault.RetryAfter.ShouldBeNull();
        asFaultWithStatus200.ShouldBe(asFault);
        inMessage.ShouldBe(asFault);
    }

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
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">-5</t:Value></m:MessageXml>""", null)]
    [InlineData("""<m:MessageXml><t:Value Name="BackOffMilliseconds">soon</t:Value></m:MessageXml>""", null)]
    [InlineData("", null)]
    public async Task The_pause_that_a_busy_server_asks_for_is_passed_on(string messageXml, int? milliseconds)
    {
        var pause = milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : (TimeSpan?)null;

        (await Fail(FindItem(Refusal("ErrorServerBusy", messageXml)))).RetryAfter.ShouldBe(pause);
        (await Fail(Fault("ErrorServerBusy", messageXml.Replace("m:MessageXml", "t:MessageXml", StringComparison.Ordinal)), 500)).RetryAfter.ShouldBe(pause);
    }

    [Fact]
    public async Task A_busy_back_end_behind_an_internal_error_is_a_busy_server()
    {
        var failed = await Fail(FindItem(Refusal("ErrorInternalServerError", """<m:MessageXml><t:Value Name="InnerErrorResponseCode">ErrorServerBusy</t:Value><t:Value Name="BackOffMilliseconds">1000</t:Value></m:MessageXml>""")));

        failed.Failure.ShouldBe(ReadFailure.Throttled);
        failed.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    private static async Task<MailboxReading.Failed> Fail(string answer, int status = 200)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer, status);
        await using var source = Source(server.Port);
        return await source.ReadFailed();
    }
}
