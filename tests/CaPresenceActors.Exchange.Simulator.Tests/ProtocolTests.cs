using System.Net;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class ProtocolTests : SimulatorTest
{
    private const string GetCalendar = """<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>""";

    [Theory]
    [InlineData(null)]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic cHJlc2VuY2VAZXhhbXBsZS50ZXN0Ondyb25n")]
    [InlineData("Bearer abc")]
    public async Task Asks_for_basic_authentication_when_the_password_is_not_right(string? authorization)
    {
        Client.Authorization = authorization is null ? null : System.Net.Http.Headers.AuthenticationHeaderValue.Parse(authorization);

        var answer = await Client.PostAsync(Client.Envelope(GetCalendar, Anna));

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Http.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        answer.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_as_xml_with_its_version_and_its_own_clock()
    {
        Time.Now = Instant("2026-03-02T12:00:07Z");

        var answer = await Client.CallAsync(GetCalendar, Anna);

        answer.Http.Content.Headers.ContentType!.ToString().ShouldBe("text/xml; charset=utf-8");
        answer.Http.Headers.Date.ShouldBe(Time.Now);
        answer.Text.ShouldContain("ServerVersionInfo MajorVersion=\"15\" MinorVersion=\"2\" MajorBuildNumber=\"1748\" MinorBuildNumber=\"10\" Version=\"V2017_07_11\"");
    }

    [Fact]
    public async Task A_request_that_is_no_xml_is_a_schema_fault_with_its_place()
    {
        var answer = await Client.PostAsync("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>\n  <oops>");

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.FaultCode.ShouldBe("ErrorSchemaValidation");
        answer.All("LineNumber").ShouldBe(["2"]);
        answer.All("Violation").Single().ShouldNotBeEmpty();
        answer.Fault.Element("faultcode")!.Value.ShouldBe("a:ErrorSchemaValidation");
    }

    [Theory]
    [InlineData("<m:FindItem/>", "The required attribute 'Traversal' is missing.")]
    [InlineData("""<m:FindItem Traversal="Deep"/>""", "The 'Traversal' attribute is invalid")]
    [InlineData("""<m:FindItem Traversal="Shallow" Extra="1"/>""", "The 'Extra' attribute is not declared.")]
    [InlineData("""<m:FindItem Traversal="Shallow"/>""", "incomplete content. List of possible elements expected: 'ItemShape'")]
    [InlineData("""<m:FindItem Traversal="Shallow"><t:ItemShape/></m:FindItem>""", "invalid child element 'ItemShape' in namespace 'http://schemas.microsoft.com/exchange/services/2006/types'")]
    [InlineData("""<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds><m:CalendarView StartDate="2026-03-02T00:00:00Z" EndDate="2026-03-03T00:00:00Z"/></m:FindItem>""", "invalid child element 'CalendarView'")]
    [InlineData("""<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-02" EndDate="2026-03-03T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""", "The 'StartDate' attribute is invalid - The value '2026-03-02'")]
    [InlineData("""<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="calendar:Nothing"/></t:AdditionalProperties></m:ItemShape></m:FindItem>""", "The 'FieldURI' attribute is invalid - The value 'calendar:Nothing'")]
    [InlineData("""<m:FindItem Traversal="Shallow"><m:ItemShape>text<t:BaseShape>IdOnly</t:BaseShape></m:ItemShape></m:FindItem>""", "cannot contain text")]
    [InlineData("""<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="kalender"/></m:FolderIds></m:GetFolder>""", "The value 'kalender' is invalid")]
    [InlineData("""<m:CreateItem><m:Items><t:CalendarItem><t:Start>2026-03-02T09:00:00Z</t:Start><t:Subject>late</t:Subject></t:CalendarItem></m:Items></m:CreateItem>""", "invalid child element 'Subject'")]
    [InlineData("""<m:CreateItem><m:Items><t:CalendarItem><t:LegacyFreeBusyStatus>Asleep</t:LegacyFreeBusyStatus></t:CalendarItem></m:Items></m:CreateItem>""", "The 'LegacyFreeBusyStatus' element is invalid - The value 'Asleep'")]
    [InlineData("""<FindItem xmlns="urn:other"/>""", "invalid child element 'FindItem' in namespace 'urn:other'")]
    public async Task A_request_that_breaks_the_schema_is_refused_with_the_violation(string operation, string violation)
    {
        var answer = await Client.PostAsync(Client.Envelope(operation, Anna));

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.FaultCode.ShouldBe("ErrorSchemaValidation");
        answer.All("Violation").Single().ShouldContain(violation);
    }

    [Fact]
    public async Task Document_types_are_not_read()
    {
        var answer = await Client.PostAsync("<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]><x>&y;</x>");

        answer.FaultCode.ShouldBe("ErrorSchemaValidation");
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        await using var small = new ExchangeSimulator(new SimulatorOptions { Limits = new SimulatorLimits { RequestBytes = 1024 } });
        await small.StartAsync(TestContext.Current.CancellationToken);
        using var client = new EwsClient(small);

        var answer = await client.PostAsync(new string(' ', 4096));

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_request_that_is_nested_too_deep_is_refused()
    {
        var answer = await Client.PostAsync(string.Concat(Enumerable.Repeat("<a>", 1000)) + string.Concat(Enumerable.Repeat("</a>", 1000)));

        answer.FaultCode.ShouldBe("ErrorSchemaValidation");
    }

    [Theory]
    [InlineData("Exchange2099")]
    [InlineData("")]
    public async Task An_unknown_version_is_a_fault(string version)
    {
        Client.Version = version;

        (await Client.CallAsync(GetCalendar, Anna)).FaultCode.ShouldBe("ErrorInvalidServerVersion");
    }

    [Theory]
    [InlineData("Exchange2007_SP1")]
    [InlineData("Exchange2010_SP2")]
    [InlineData("Exchange2016")]
    [InlineData("V2017_07_11")]
    public async Task Every_version_of_the_schema_is_understood(string version)
    {
        Client.Version = version;

        (await Client.CallAsync(GetCalendar, Anna)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task An_operation_that_nobody_knows_is_an_invalid_request() =>
        (await Client.CallAsync("<m:MakeCoffee/>", Anna)).FaultCode.ShouldBe("ErrorInvalidRequest");

    [Fact]
    public async Task Other_content_than_text_xml_is_not_looked_at() =>
        (await Client.PostAsync(Client.Envelope(GetCalendar, Anna), "application/soap+xml; charset=utf-8")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("PrimarySmtpAddress")]
    [InlineData("SmtpAddress")]
    [InlineData("PrincipalName")]
    public async Task A_mailbox_is_impersonated_by_any_of_its_names(string identity)
    {
        var answer = await Client.PostAsync(Client.Envelope(GetCalendar, "ANNA@example.test", identity: identity));

        answer.Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task A_sid_impersonates_nobody() =>
        (await Client.PostAsync(Client.Envelope(GetCalendar, "S-1-5-21-1", identity: "SID"))).FaultCode.ShouldBe("ErrorInvalidExchangeImpersonationHeaderData");

    [Fact]
    public async Task Impersonating_a_mailbox_that_is_not_there_is_a_fault() =>
        (await Client.CallAsync(GetCalendar, "nobody@example.test")).FaultCode.ShouldBe("ErrorNonExistentMailbox");

    [Fact]
    public async Task An_account_without_a_mailbox_must_name_one() =>
        (await Client.CallAsync(GetCalendar)).Code.ShouldBe("ErrorMissingEmailAddress");

    [Fact]
    public async Task The_owner_of_a_mailbox_logs_in_and_needs_no_impersonation()
    {
        var account = new SimulatedAccount(Anna, "secret:with colon");
        Simulator.AddAccount(account);
        using var anna = new EwsClient(Simulator, account);

        (await anna.CallAsync(GetCalendar)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task Counts_what_was_asked_of_each_mailbox()
    {
        var reached = Simulator.Mailboxes[Anna].Requests.ReachesAsync("GetFolder", 2, TestContext.Current.CancellationToken);

        await Client.CallAsync(GetCalendar, Anna);
        await Client.CallAsync(GetCalendar, Ben);
        reached.IsCompleted.ShouldBeFalse();
        await Client.CallAsync(GetCalendar, Anna);

        await reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Simulator.Mailboxes[Anna].Requests.Of("GetFolder").ShouldBe(2);
        Simulator.Mailboxes[Ben].Requests.Total.ShouldBe(1);
        Simulator.Requests.Of("GetFolder").ShouldBe(3);
    }
}
