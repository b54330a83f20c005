using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class CheckTests
{
    [Theory]
    [InlineData(ExchangeAccess.Impersonation)]
    [InlineData(ExchangeAccess.Delegate)]
    public async Task A_readable_calendar_passes_and_tells_the_servers_version(ExchangeAccess access)
    {
        var check = await Check(Folder("<t:EffectiveRights><t:Modify>false</t:Modify><t:Read>true</t:Read></t:EffectiveRights>"), access);

        check.ShouldBe(new SourceCheck(Failure: null, Reason: null, "15.2.1748.10"));
    }

    [Fact]
    public async Task A_calendar_that_may_be_seen_but_not_read_is_denied()
    {
        var check = await Check(Folder("<t:EffectiveRights><t:Read>false</t:Read></t:EffectiveRights>"));

        check.Failure.ShouldBe(ReadFailure.AccessDenied);
        check.Reason!.ShouldContain("Reviewer");
        check.ServerVersion.ShouldBe("15.2.1748.10");
    }

    [Fact]
    public async Task A_refusal_is_the_answer()
    {
        var check = await Check(Envelope($"<m:GetFolderResponse><m:ResponseMessages>{Refusal("ErrorNonExistentMailbox", kind: "GetFolderResponseMessage")}</m:ResponseMessages></m:GetFolderResponse>"));

        check.Failure.ShouldBe(ReadFailure.UnknownMailbox);
        check.ServerVersion.ShouldBe("15.2.1748.10");
    }

    [Fact]
    public async Task Trouble_on_the_way_is_the_answer()
    {
        await using var server = await ScriptedServer.AnsweringAsync("", status: 503);
        await using var source = Source(server.Port);

        (await source.CheckAsync(Anna, Cancellation)).Failure.ShouldBe(ReadFailure.Throttled);
    }

    [Fact]
    public async Task An_answer_without_folder_is_not_understood() =>
        (await Check(Envelope("<m:GetFolderResponse><m:ResponseMessages/></m:GetFolderResponse>"))).Failure.ShouldBe(ReadFailure.NotUnderstood);

    [Theory]
    [InlineData("Detailed", null)]
    [InlineData("FreeBusy", ReadFailure.AccessDenied)]
    public async Task Free_busy_is_checked_by_reading_a_day_of_it(string view, ReadFailure? failure) =>
        (await Check(Availability(View("", view)), ExchangeAccess.Availability)).Failure.ShouldBe(failure);

    [Fact]
    public async Task Names_are_looked_up_as_the_account_itself()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Envelope(
            """
            <m:ResolveNamesResponse><m:ResponseMessages><m:ResolveNamesResponseMessage ResponseClass="Warning"><m:MessageText>Multiple results were found.</m:MessageText><m:ResponseCode>ErrorNameResolutionMultipleResults</m:ResponseCode>
            <m:ResolutionSet TotalItemsInView="2" IncludesLastItemInRange="true">
            <t:Resolution><t:Mailbox><t:Name>Anna</t:Name><t:EmailAddress>anna@example.test</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Mailbox></t:Resolution>
            <t:Resolution><t:Mailbox><t:Name>Annabel</t:Name><t:EmailAddress>annabel@example.test</t:EmailAddress></t:Mailbox></t:Resolution>
            </m:ResolutionSet></m:ResolveNamesResponseMessage></m:ResponseMessages></m:ResolveNamesResponse>
            """));
        await using var source = Source(server.Port);

        var resolution = await source.ResolveAsync("ann", Cancellation);

        resolution.Failure.ShouldBeNull();
        resolution.Mailboxes.ShouldBe([new ResolvedMailbox("Anna", "anna@example.test"), new ResolvedMailbox("Annabel", "annabel@example.test")]);
        server.Requests.ShouldHaveSingleItem().Body.ShouldNotContain("ExchangeImpersonation");
    }

    [Fact]
    public async Task Nobody_of_a_name_is_an_answer_and_no_failure()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Envelope(
            $"<m:ResolveNamesResponse><m:ResponseMessages>{Refusal("ErrorNameResolutionNoResults", kind: "ResolveNamesResponseMessage")}</m:ResponseMessages></m:ResolveNamesResponse>"));
        await using var source = Source(server.Port);

        var resolution = await source.ResolveAsync("nobody@example.test", Cancellation);

        resolution.Failure.ShouldBeNull();
        resolution.Mailboxes.ShouldBeEmpty();
    }

    private static string Folder(string properties) => Envelope(
        $"""
         <m:GetFolderResponse><m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders>
         <t:CalendarFolder><t:FolderId Id="AQMk="/>{properties}</t:CalendarFolder></m:Folders></m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse>
         """);

    private static async Task<SourceCheck> Check(string answer, ExchangeAccess access = ExchangeAccess.Impersonation)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port, access);
        return await source.CheckAsync(Anna, Cancellation);
    }
}
