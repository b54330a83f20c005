using System.Text.Json;
using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Web.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>People who mean harm, against the program as it runs.</summary>
public sealed class HostilePages(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "\"><img src=x onerror=alert(1)>${alert(1)}";

    [Fact]
    public async Task Scripts_in_names_subjects_keywords_and_presences_are_shown_as_the_text_they_are()
    {
        await site.Host.PutAsync("api/v1/site/presences", new
        {
            presences = new object[]
            {
                new { name = "Available", availability = "open", colour = "#1a7f45" }, new { name = "In a meeting", availability = "busy", colour = "#c0263a" },
                new { name = "Lunch", availability = "away", colour = "#9a5b00" }, new { name = "Vacation", availability = "closed", colour = "#5b6472" },
                new { name = Script, availability = "busy", colour = "#c0263a" },
            },
            replacements = Array.Empty<object>(),
        });
        await site.Host.PutAsync("api/v1/users/1002", new { name = Image, exchangeAccount = "user1002@example.test", group = Script, timeZone = "Europe/Berlin" });
        await site.Host.PutAsync("api/v1/users/1002/keywords", new { keywords = new[] { new { keyword = "onerror", presence = Script } } });
        site.Plan("1002", Image, -30, 30);
        site.Plan("1002", "{{7*7}}'; DROP TABLE journal; -- ‮", 31, 60);
        await using var visit = await site.VisitAsync(chromium, "1002");
        await using var chief = await site.VisitAsync(chromium, StaffedSite.Administrator);

        await visit.OpenAsync("me");
        await Expect(visit.Page.Locator("main h1")).ToHaveTextAsync(Image);
        await Expect(visit.Page.Locator(".shown-large .presence")).ToHaveTextAsync(Script);
        await Expect(visit.Page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Appointments" })).ToContainTextAsync(Image);
        await Expect(visit.Page.Field("Keyword 1")).ToHaveValueAsync("onerror");
        await NothingOfItIsPartOfAsync(visit.Page);
        await chief.OpenAsync("");
        await Expect(chief.Page.Row("1002")).ToContainTextAsync(Image);
        await Expect(chief.Page.Shown("1002")).ToHaveTextAsync(Script);
        await chief.Page.Row("1002").Locator(".who a").ClickAsync();
        await chief.Page.Button("Why?").ClickAsync();
        await Expect(chief.Page.Locator(".because li").First).ToBeVisibleAsync();
        await NothingOfItIsPartOfAsync(chief.Page);
        foreach (var address in (string[])["people/1002", "settings/presences", "settings/exchange"])
        {
            await chief.OpenAsync(address);
            await NothingOfItIsPartOfAsync(chief.Page);
        }

        visit.Mistakes.Concat(chief.Mistakes).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("people/%3Cimg%20src=x%20onerror=alert(1)%3E")]
    [InlineData("people/..%2f..%2fapi%2fv1%2fusers")]
    [InlineData("people/%E2%80%AE1002")]
    [InlineData("?person=%3Cscript%3Ealert(1)%3C/script%3E&search=%22%3E%3Csvg%20onload=alert(1)%3E&presence=javascript:alert(1)&show=group:__proto__&sort=constructor")]
    [InlineData("sign-in?back=javascript:alert(1)")]
    [InlineData("me?date=%22%3E%3Cscript%3E")]
    [InlineData("#<img src=x onerror=alert(1)>")]
    public async Task Addresses_with_tricks_open_a_page_that_runs_nothing(string address)
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        await visit.Page.GotoAsync(visit.Root + address);
        await visit.Page.Locator("main h1").WaitForAsync();
        await NothingOfItIsPartOfAsync(visit.Page);
        visit.Mistakes.ShouldBeEmpty();
        Elsewhere(visit).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_that_gets_into_a_page_all_the_same_is_not_run()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");
        var blocked = page.WaitForConsoleMessageAsync(new PageWaitForConsoleMessageOptions { Predicate = told => told.Text.Contains("Content Security Policy", StringComparison.Ordinal) });

        (await RefusedAsync("const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);")).ShouldBeTrue("a script is no text");
        (await RefusedAsync("document.body.innerHTML = '<img src=x onerror=\"window.ran = true\">';")).ShouldBeTrue("text does not become markup");
        await page.EvaluateAsync("() => { const image = document.createElement('img'); image.src = 'http://127.0.0.1:9/x.png'; document.body.append(image); }");
        await blocked;

        (await page.EvaluateAsync<bool>("() => 'ran' in window")).ShouldBeFalse();

        Task<bool> RefusedAsync(string script) => page.EvaluateAsync<bool>($"() => {{ try {{ {script} return false; }} catch {{ return true; }} }}");
    }

    [Fact]
    public async Task A_request_with_a_forged_antiforgery_token_changes_nothing()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        await using var other = await site.VisitAsync(chromium, "1003");
        var token = await TokenAsync(visit);

        foreach (var forged in (string?[])[null, "", "forged", await TokenAsync(other), token[..^4] + "AAAA"])
        {
            var answer = await SendAsync(visit, "PUT", "api/v1/presence/1001/manual", """{"presence":"Lunch"}""", forged);
            answer.Status.ShouldBe(400, $"with the token {forged ?? "(none)"}");
            (await answer.TextAsync()).ShouldContain("Antiforgery");
        }

        (await site.Host.PresenceAsync("1001")).GetProperty("presence").GetString().ShouldBe("Available");
        (await SendAsync(visit, "DELETE", "api/v1/presence/1001/manual", null, token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_user_reaches_nothing_that_is_somebody_elses()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var token = await TokenAsync(visit);

        foreach (var (method, path, body) in SomebodyElses)
        {
            var answer = await SendAsync(visit, method, path, body, token);
            answer.Status.ShouldBe(403, $"{method} {path}: {await answer.TextAsync()}");
            (await answer.TextAsync()).ShouldNotContain("Chloé");
        }
    }

    [Fact]
    public async Task Pages_for_administrators_say_so_to_others_and_ask_the_server_nothing()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        foreach (var address in (string[])["settings/exchange", "settings/presences", "settings/preferences", "settings/users", "settings/access", "operation/health", "operation/history", "operation/audit"])
        {
            await visit.OpenAsync(address);
            await Expect(visit.Page.Heading("Not for you")).ToBeVisibleAsync();
        }

        visit.Requests.ShouldNotContain(url => url.Contains("/api/v1/site", StringComparison.Ordinal) || url.Contains("/api/v1/users", StringComparison.Ordinal));
        visit.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/lib/..%2f..%2fcapresence.conf")]
    [InlineData("/lib/%2e%2e/%2e%2e/local-administration.token")]
    [InlineData("//evil.example.com/")]
    [InlineData("//evil.example.com/..")]
    [InlineData("/api/v1//users")]
    [InlineData("/api/v1/presence/%2e%2e/users")]
    [InlineData("/app.html%00.js")]
    [InlineData("/%00")]
    [InlineData("/app.html/")]
    [InlineData("/\\..\\..\\capresence.conf")]
    [InlineData("/api/v1/users;jsessionid=1")]
    [InlineData("/API/V1/USERS")]
    public async Task Paths_with_tricks_lead_nowhere(string path)
    {
        var answer = await RawHttp.GetAsync(site.Host.Http.BaseAddress!, path);

        answer.ShouldMatch("^HTTP/1.1 (400|401|404) ");
        answer.ShouldNotContain("Location:", Case.Insensitive);
        answer.ShouldNotContain("root:");
        answer.ShouldNotContain("Lindqvist");
    }

    [Theory]
    [InlineData("Host: evil.example.com", 403)]
    [InlineData("Host: 127.0.0.1\r\nHost: evil.example.com", 400)]
    [InlineData("Host: 127.0.0.1\r\nX-Forwarded-Host: evil.example.com\r\nX-Forwarded-For: 10.0.0.1\r\nX-Original-URL: /api/v1/users\r\nX-Rewrite-URL: /api/v1/users", 401)]
    [InlineData("Host: 127.0.0.1\r\nAuthorization: Bearer ", 401)]
    [InlineData("Host: 127.0.0.1\r\nAuthorization: Basic Y2hpZWY6S29yYWxsZW5yaWZmLTQ3MTE=", 401)]
    [InlineData("Host: 127.0.0.1\r\nCookie: capresence-session=AAAA", 401)]
    [InlineData("Host: 127.0.0.1\r\nX-HTTP-Method-Override: DELETE", 401)]
    public async Task Headers_with_tricks_open_nothing(string headers, int status)
    {
        var answer = await RawHttp.SendAsync(site.Host.Http.BaseAddress!, $"GET /api/v1/presence HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldNotContain("Lindqvist");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_by_its_size()
    {
        await using var visit = await site.VisitAsync(chromium, StaffedSite.Administrator);

        var answer = await SendAsync(visit, "PUT", "api/v1/site/keywords", $$"""{"keywords":[],"padding":"{{new string('x', 70_000)}}"}""", await TokenAsync(visit));

        answer.Status.ShouldBe(413);
        (await answer.TextAsync()).ShouldContain("65536 bytes");
        (await site.Host.GetAsync("api/v1/site")).GetProperty("keywords").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task No_page_needs_anything_from_another_host_and_none_breaks_the_content_policy()
    {
        await using var visit = await site.VisitAsync(chromium, StaffedSite.Administrator);

        foreach (var address in PageAddresses.All)
        {
            await visit.OpenAsync(address);
            await visit.Page.WaitForLoadStateAsync(LoadState.Load);
        }

        visit.Requests.Count().ShouldBeGreaterThan(PageAddresses.All.Count);
        Elsewhere(visit).ShouldBeEmpty();
        visit.Mistakes.ShouldBeEmpty();
    }

    // The schedule is of a day that is over: only its owner and receptionists may look back.
    private static (string Method, string Path, string? Body)[] SomebodyElses =>
    [
        ("PUT", "api/v1/users/1003/keywords", """{"keywords":[]}"""),
        ("PUT", "api/v1/users/1003/privacy", """{"hideTimes":true}"""),
        ("PUT", "api/v1/users/1003/integration", """{"integration":false}"""),
        ("PUT", "api/v1/users/1003/account", """{"exchangeAccount":"user1001@example.test"}"""),
        ("PUT", "api/v1/users/1001", """{"name":"Anna the Great"}"""),
        ("PUT", "api/v1/presence/1003/manual", """{"presence":"Lunch"}"""),
        ("DELETE", "api/v1/presence/1003/manual", null),
        ("GET", "api/v1/users/1003", null),
        ("GET", "api/v1/presence/1003/why", null),
        ("GET", "api/v1/presence/1003/history", null),
        ("GET", $"api/v1/schedule/1003?date={Journeys.Tests.Support.Clock.Now.AddDays(-2):yyyy-MM-dd}", null),
        ("GET", "api/v1/users", null),
        ("GET", "api/v1/audit", null),
        ("GET", "api/v1/health", null),
        ("GET", "api/v1/sign-ins", null),
        ("GET", "api/v1/site/exchange", null),
        ("PUT", "api/v1/sign-ins/1001", """{"role":"administrator"}"""),
        ("PUT", "api/v1/sign-ins/chief/password", """{"password":"Leuchtturm-0815"}"""),
        ("PUT", "api/v1/site/keywords", """{"keywords":[]}"""),
        ("POST", "api/v1/tokens", """{"name":"mine","scope":"write"}"""),
        ("POST", "api/v1/webhooks", """{"name":"mine","url":"https://evil.example.com/"}"""),
    ];

    private static async Task NothingOfItIsPartOfAsync(IPage page) =>
        await Expect(page.Locator("main script, main img, main svg[onload], nav script, nav img, #toasts img, #toasts script")).ToHaveCountAsync(0);

    private static IEnumerable<string> Elsewhere(Visit visit) =>
        visit.Requests.Where(url => !url.StartsWith(visit.Root.ToString(), StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal));

    private static async Task<string> TokenAsync(Visit visit) =>
        (await (await visit.Context.APIRequest.GetAsync(new Uri(visit.Root, "api/v1/session").ToString())).JsonAsync<JsonElement>()).GetProperty("antiforgeryToken").GetString()!;

    private static Task<IAPIResponse> SendAsync(Visit visit, string method, string path, string? body, string? antiforgeryToken)
    {
        var headers = new Dictionary<string, string>();
        if (antiforgeryToken is not null)
        {
            headers["X-CSRF-Token"] = antiforgeryToken;
        }

        if (body is not null)
        {
            headers["Content-Type"] = "application/json";
        }

        return visit.Context.APIRequest.FetchAsync(new Uri(visit.Root, path).ToString(), new APIRequestContextOptions { Method = method, DataString = body, Headers = headers });
    }
}
