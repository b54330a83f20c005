using System.Net;
using System.Text.Json;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.SignIns;

public sealed class InvitationTests
{
    [Fact]
    public async Task The_link_of_the_first_start_makes_the_first_administrator_once()
    {
        await using var host = await ApiHost.StartAsync();
        var token = host.FirstAdministratorToken().ShouldNotBeNull();
        using var browser = host.NewBrowser();

        using var look = await browser.SendAsync(HttpMethod.Post, "/api/v1/invitations/look", $$"""{"token":"{{token}}"}""");
        (await look.JsonAsync()).GetRawText().ShouldBe("""{"purpose":"firstAdministrator","expiresAt":"2026-11-24T09:00:00Z"}""");
        await AcceptAsync(browser, token, "local").ProblemAsync(HttpStatusCode.UnprocessableEntity);
        using var accepted = await AcceptAsync(browser, token, "boss");
        (await accepted.JsonAsync()).GetProperty("role").GetString().ShouldBe("administrator");
        (await browser.StatusAsync("/api/v1/users")).ShouldBe(HttpStatusCode.OK);

        using var second = host.NewBrowser();
        await AcceptAsync(second, token, "thief").ProblemAsync(HttpStatusCode.NotFound);
        host.FirstAdministratorToken().ShouldBeNull();
    }

    [Fact]
    public async Task An_invitation_lets_its_owner_choose_a_password_once()
    {
        await using var host = await ApiHost.StartAsync();
        var token = await InviteAsync(host, "1203");
        using var browser = host.NewBrowser();

        using var look = await browser.SendAsync(HttpMethod.Post, "/api/v1/invitations/look", $$"""{"token":"{{token}}"}""");
        (await look.JsonAsync()).GetRawText().ShouldBe("""{"purpose":"invitation","name":"1203","displayName":"Anna Lindqvist","expiresAt":"2026-11-30T09:00:00Z"}""");
        using var accepted = await AcceptAsync(browser, token, name: null);

        (await accepted.JsonAsync()).GetProperty("extension").GetString().ShouldBe("1203");
        (await browser.StatusAsync("/api/v1/session")).ShouldBe(HttpStatusCode.OK);
        await AcceptAsync(browser, token, name: null).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_link_that_is_old_or_made_up_opens_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var first = host.FirstAdministratorToken()!;
        var replaced = await InviteAsync(host, "1203");
        var old = await InviteAsync(host, "1203");
        host.Time.Advance(TimeSpan.FromDays(7));
        using var browser = host.NewBrowser();

        foreach (var token in (string[])[first, replaced, old, "", ".", "x", "MTIwMw.x", "!.x", old + "x"])
        {
            (await browser.SendAsync(HttpMethod.Post, "/api/v1/invitations/look", JsonSerializer.Serialize(new { token })).ProblemAsync(HttpStatusCode.NotFound)).ShouldContain("used, has expired");
            await AcceptAsync(browser, token, "boss").ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("boss", Role.Administrator, Browser.Password);

        (await host.SendAsync(HttpMethod.Put, "/api/v1/sign-ins/boss", """{"role":"user"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("last administrator");
        (await host.SendAsync(HttpMethod.Delete, "/api/v1/sign-ins/boss").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("last administrator");

        await host.EnrolAsync("second", Role.Administrator, Browser.Password);
        using var gone = await host.SendAsync(HttpMethod.Delete, "/api/v1/sign-ins/boss");
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Sign_ins_are_listed_found_and_paged()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("boss", Role.Administrator, Browser.Password);

        (await host.GetJsonAsync("/api/v1/sign-ins")).GetProperty("total").GetInt32().ShouldBe(4);
        var page = await host.GetJsonAsync("/api/v1/sign-ins?limit=2");
        page.GetProperty("signIns").EnumerateArray().Select(signIn => signIn.GetProperty("name").GetString()).ShouldBe(["*7+1#", "1203"]);
        var next = await host.GetJsonAsync(page.GetProperty("next").GetString()!);
        next.GetProperty("signIns").EnumerateArray().Select(signIn => signIn.GetProperty("name").GetString()).ShouldBe(["1204", "boss"]);
        (await host.GetJsonAsync("/api/v1/sign-ins?search=lindq")).GetProperty("signIns").GetRawText().ShouldBe("""[{"name":"1203","role":"user","extension":"1203","displayName":"Anna Lindqvist","hasPassword":false}]""");
        (await host.GetJsonAsync("/api/v1/sign-ins?role=administrator")).GetProperty("signIns").GetRawText().ShouldBe("""[{"name":"boss","role":"administrator","displayName":"boss","hasPassword":true}]""");
    }

    [Fact]
    public async Task A_token_is_told_once_and_counts_until_it_is_revoked()
    {
        await using var host = await ApiHost.StartAsync();
        using var made = await host.SendAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"switchboard","scope":"read"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var told = await made.JsonAsync();
        told.GetProperty("role").GetString().ShouldBe("receptionist");
        var token = told.GetProperty("token").GetString()!;

        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await client.GetAsync("/api/v1/presence", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var listed = (await host.GetJsonAsync("/api/v1/tokens")).GetRawText();
        listed.ShouldContain("\"lastUsedAt\":\"2026-11-23T09:00:00Z\"");
        listed.ShouldNotContain(token);

        using var revoked = await host.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{told.GetProperty("id").GetString()}");
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/v1/presence", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_ends_when_it_was_said_and_its_streams_end_when_it_is_revoked()
    {
        await using var host = await ApiHost.StartAsync();
        using var made = await host.SendAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"wall","scope":"read","role":"user","expiresAt":"2026-11-23T10:00:00Z"}""");
        var told = await made.JsonAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", told.GetProperty("token").GetString());
        using var stream = await client.GetAsync("/api/v1/changes", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        var streamed = stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        host.Time.Advance(TimeSpan.FromHours(1));

        await streamed.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        (await client.GetAsync("/api/v1/presence", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_ends_in_a_year_counts()
    {
        await using var host = await ApiHost.StartAsync();
        using var made = await host.SendAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"wall","scope":"read","expiresAt":"2027-11-23T10:00:00Z"}""");
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await made.JsonAsync()).GetProperty("token").GetString());

        using var answer = await client.GetAsync("/api/v1/changes", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_import_gives_passwords_and_tells_none()
    {
        await using var host = await ApiHost.StartAsync();

        using var imported = await host.SendAsync(HttpMethod.Post, "/api/v1/users/import", "extension,name,exchangeAccount,password\n1203,Anna,,Schnittlauch 77\n1205,Carla,,\n", "text/csv");

        (await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"added":1,"changed":1,"unchanged":0,"passwords":1}""");
        using var browser = host.NewBrowser();
        using var answer = await browser.SignInAsync("1203", "Schnittlauch 77");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.SendAsync(HttpMethod.Post, "/api/v1/users/import", "extension,name,exchangeAccount,password\n1203,Anna,,Petunie\n", "text/csv").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldEndWith("The first is line 2: The password is 7 characters long; 8 to 256 are needed.");
    }

    [Fact]
    public async Task An_import_leaves_the_password_of_a_namesake_alone_and_changes_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("boss", Role.Administrator, Browser.Password);

        (await host.SendAsync(HttpMethod.Post, "/api/v1/users/import", "extension,name,exchangeAccount,password\n1205,Carla,,\nboss,Thief,,Schnittlauch 77\n", "text/csv").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldContain("sign-in boss");

        host.Engine.Users.Find("1205").ShouldBeNull();
        using var browser = host.NewBrowser();
        using var answer = await browser.SignInAsync("boss", Browser.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_user_who_is_the_last_administrator_stays()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("1203", Role.Administrator, Browser.Password);

        (await host.SendAsync(HttpMethod.Delete, "/api/v1/users/1203").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("last administrator");

        host.Engine.Users.Find("1203").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_link_of_the_first_start_counts_no_more_once_it_was_used_even_without_an_administrator()
    {
        await using var host = await ApiHost.StartAsync();
        var token = host.FirstAdministratorToken()!;
        using var browser = host.NewBrowser();
        using var accepted = await AcceptAsync(browser, token, "1203");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);

        await host.SignIns.ChangeAsync(new SignInCommand.UsersRemoved(["1203"]), "test", TestContext.Current.CancellationToken);

        host.SignIns.Current.HasAdministrator.ShouldBeFalse();
        await AcceptAsync(browser, token, "thief").ProblemAsync(HttpStatusCode.NotFound);
    }

    private static async Task<string> InviteAsync(ApiHost host, string name)
    {
        using var invited = await host.SendAsync(HttpMethod.Post, $"/api/v1/sign-ins/{name}/invitation");
        var link = (await invited.JsonAsync()).GetProperty("link").GetString()!;
        link.ShouldStartWith($"{host.Address}welcome#");
        return link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    private static Task<HttpResponseMessage> AcceptAsync(Browser browser, string token, string? name) =>
        browser.BeginAsync("/api/v1/invitations/accept", name is null
            ? JsonSerializer.Serialize(new { token, password = Browser.Password })
            : JsonSerializer.Serialize(new { token, name, password = Browser.Password }));
}
