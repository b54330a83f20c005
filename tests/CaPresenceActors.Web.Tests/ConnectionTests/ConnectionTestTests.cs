using System.Net;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.ConnectionTests;

public sealed class ConnectionTestTests
{
    private const string Stored = """{"server":"mail.test.example.com","userName":"admin@test.example.com","password":"s3cret","maxConnections":3}""";

    [Fact]
    public async Task What_is_entered_is_tried_and_not_stored()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, """{"server":"other.test.example.com","port":444,"userName":"admin@test.example.com","password":"n3w"}""");

        var tester = host.Service<FakeTester>();
        (tester.Connection!.Server, tester.Connection.Port, tester.Connection.Password, tester.Connection.Path).ShouldBe(("other.test.example.com", 444, "n3w", "/EWS/Exchange.asmx"));
        tester.Mailboxes.Select(mailbox => (mailbox.Extension, mailbox.Query.Account)).ShouldBe([("1203", "anna@test.example.com")]);
        state.GetRawText().ShouldEndWith(""""mailboxes":{"total":1,"done":0,"good":0,"failed":[]}}"""");
        (await host.Client.GetAsync("/api/v1/site/exchange", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nothing_entered_stands_for_what_is_stored()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SendAsync(HttpMethod.Put, "/api/v1/site/exchange", Stored);
        await BeginAsync(host, "{}");

        var tester = host.Service<FakeTester>();
        (tester.Connection!.Server, tester.Connection.Password, tester.Connection.MaxConnections).ShouldBe(("mail.test.example.com", "s3cret", 3));
    }

    [Fact]
    public async Task Nothing_entered_and_nothing_stored_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", "{}").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("No connection to Exchange is set up");
    }

    [Fact]
    public async Task The_stored_password_goes_to_its_own_server()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SendAsync(HttpMethod.Put, "/api/v1/site/exchange", Stored);
        await BeginAsync(host, """{"server":"mail.test.example.com","userName":"admin@test.example.com","access":"delegate"}""");

        var tester = host.Service<FakeTester>();
        (tester.Connection!.Access, tester.Connection.Password).ShouldBe((ExchangeAccess.Delegate, "s3cret"));
    }

    [Theory]
    [InlineData("""{"server":"evil.test.example.com","userName":"admin@test.example.com"}""")]
    [InlineData("""{"server":"mail.test.example.com","port":8443,"userName":"admin@test.example.com"}""")]
    [InlineData("""{"server":"mail.test.example.com","userName":"other@test.example.com"}""")]
    public async Task And_to_no_other(string body)
    {
        await using var host = await ApiHost.StartAsync();
        await host.SendAsync(HttpMethod.Put, "/api/v1/site/exchange", Stored);

        (await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("password");
        host.Service<FakeTester>().Begun.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"userName":"admin@test.example.com"}""", HttpStatusCode.UnprocessableEntity, "server")]
    [InlineData("""{"server":"https://mail","userName":"admin@test.example.com","password":"x"}""", HttpStatusCode.UnprocessableEntity, "host name")]
    [InlineData("""{"servr":"mail"}""", HttpStatusCode.BadRequest, "servr")]
    public async Task What_cannot_be_a_connection_is_refused(string body, HttpStatusCode status, string word)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", body).ProblemAsync(status)).ShouldContain(word);
    }

    [Fact]
    public async Task The_certificate_and_the_mailboxes_are_shown_and_no_more_of_them_than_somebody_reads()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, Stored);
        var tester = host.Service<FakeTester>();
        tester.Observer.Certificate(new ServerCertificate("CN=mail", "CN=CA", ["mail.test.example.com"], host.Time.GetUtcNow(), host.Time.GetUtcNow().AddDays(9), new string('a', 64), Trusted: false, "It is for another name."));
        for (var i = 0; i < 502; i++)
        {
            tester.Observer.Mailbox(new MailboxReport(tester.Mailboxes[0], new MailboxReading.Failed("anna@test.example.com", ReadFailure.AccessDenied, "No right.") { ToDo = "Give it." }));
        }

        tester.Observer.Mailbox(new MailboxReport(tester.Mailboxes[0], Failed: null));

        var now = await host.GetJsonAsync($"/api/v1/connection-tests/{state.GetProperty("id").GetString()}");
        now.GetProperty("certificate").GetRawText().ShouldBe(
            $$"""{"subject":"CN=mail","issuer":"CN=CA","names":["mail.test.example.com"],"validFrom":"2026-11-23T09:00:00Z","validUntil":"2026-12-02T09:00:00Z","sha256":"{{new string('a', 64)}}","trusted":false,"problem":"It is for another name."}""");
        var mailboxes = now.GetProperty("mailboxes");
        (mailboxes.GetProperty("done").GetInt32(), mailboxes.GetProperty("good").GetInt32(), mailboxes.GetProperty("more").GetInt32()).ShouldBe((503, 1, 2));
        mailboxes.GetProperty("failed").GetArrayLength().ShouldBe(500);
        mailboxes.GetProperty("failed")[0].GetRawText().ShouldBe("""{"extension":"1203","account":"anna@test.example.com","state":"noAccess","reason":"No right.","toDo":"Give it."}""");
    }

    private static async Task<System.Text.Json.JsonElement> BeginAsync(ApiHost host, string body)
    {
        using var begun = await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", body);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await host.Service<FakeTester>().Begun.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        return await begun.JsonAsync();
    }
}
