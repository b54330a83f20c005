using System.Net;
using System.Text.RegularExpressions;
using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>The way in and out, under the hands of everybody.</summary>
public sealed partial class SignInPages(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    private const string Other = "Leuchtturm-0815";

    [Fact]
    public async Task The_first_administrator_comes_by_the_printed_link_and_the_token_leaves_the_address()
    {
        await using var company = new Site();
        await using var host = await company.StartAsync(company.Hire("1000"));
        var line = await host.Process.Output.FirstAsync(line => Link().IsMatch(line), "the link");
        await using var visit = await Visit.BeginAsync(chromium, host.Http.BaseAddress!);

        await visit.Page.GotoAsync(Link().Match(line).Value);
        await Expect(visit.Page.Heading("Set up Presence")).ToBeVisibleAsync();
        visit.Page.Url.ShouldEndWith("/welcome");
        await visit.Page.Field("Name").FillAsync("boss");
        await visit.Page.Field("Password").FillAsync(Other);
        await visit.Page.Field("Password again").FillAsync(Other + "?");
        await visit.Page.Button("Begin").ClickAsync();
        await Expect(visit.Page.GetByText("The password and its repetition differ.")).ToBeVisibleAsync();
        await Expect(visit.Page.Field("Name")).ToHaveValueAsync("boss");
        await visit.Page.Field("Password again").FillAsync(Other);
        await visit.Page.Button("Begin").ClickAsync();

        await Expect(visit.Page.Row("1000")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "MS Exchange Setting" })).ToBeVisibleAsync();
        await visit.Page.GotoAsync(Link().Match(line).Value);
        await Expect(visit.Page.Heading("This invitation does not open")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_not_signed_in_does_so_and_comes_to_the_page_that_was_asked_for()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync("people/1002");

        await Expect(page.Heading("Sign in")).ToBeVisibleAsync();
        await page.SignInByFormAsync("1001", "wrong");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Field("Extension or name")).ToHaveValueAsync("1001");
        await Expect(page.Field("Password")).ToBeFocusedAsync();
        await page.Field("Password").FillAsync(StaffedSite.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Heading("Ben Okafor")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("//evil.example.com/")]
    [InlineData("https://evil.example.com/")]
    [InlineData("/\\evil.example.com")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_never_leads_away(string back)
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync($"sign-in?back={Uri.EscapeDataString(back)}");

        await page.SignInByFormAsync("1001", StaffedSite.Password);

        await Expect(page.Row("1001")).ToBeVisibleAsync();
        new Uri(page.Url).Authority.ShouldBe(visit.Root.Authority);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_behind()
    {
        await using var visit = await site.VisitAsync(chromium, "1002");
        var page = await visit.OpenAsync("");
        await Expect(page.Row("1001")).ToBeVisibleAsync();

        await page.FromAccountMenuAsync("Sign out");

        await Expect(page.Heading("Sign in")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.Heading("Sign in")).ToBeVisibleAsync();
        (await visit.Context.APIRequest.GetAsync(new Uri(visit.Root, "api/v1/presence").ToString())).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browser_and_what_was_typed_there_stays()
    {
        await using var here = await site.VisitAsync(chromium, "1003");
        await using var there = await site.VisitAsync(chromium, "1003");
        await site.Host.PutAsync("api/v1/users/1003/keywords", new { keywords = new[] { new { keyword = "yoga", presence = "Lunch" } } });
        await here.OpenAsync("");
        var page = await there.OpenAsync("me");
        await page.Field("Keyword 1").FillAsync("pilates");

        await here.Page.FromAccountMenuAsync("Sign out everywhere");

        // The stream ends with the session, and the page asks without having been touched.
        await Expect(page.Question()).ToContainTextAsync("Your session has ended. What you typed is still here.");
        await page.ShouldBeAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Question()).ToBeVisibleAsync();
        await page.Question().Field("Password of Chloé Durand").FillAsync("wrong");
        await page.Question().Button("Sign in").ClickAsync();
        await Expect(page.Question().Locator(".fault")).ToBeVisibleAsync();
        await page.Question().Field("Password of Chloé Durand").FillAsync(StaffedSite.Password);
        await page.Question().Button("Sign in").ClickAsync();
        await Expect(page.Question()).ToHaveCountAsync(0);

        await Expect(page.Field("Keyword 1")).ToHaveValueAsync("pilates");
        await page.Button("Save keywords").ClickAsync();
        await Expect(page.GetByText("Your keywords are saved").First).ToBeVisibleAsync();
        there.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_is_gone_in_mid_work_is_asked_for_again_and_the_work_goes_on()
    {
        await using var visit = await site.VisitAsync(chromium, "1004");
        await site.Host.PutAsync("api/v1/users/1004/keywords", new { keywords = new[] { new { keyword = "yoga", presence = "Lunch" } } });
        var page = await visit.OpenAsync("me");
        await page.Field("Keyword 1").FillAsync("choir");
        await visit.Context.ClearCookiesAsync();

        await page.Button("Save keywords").ClickAsync();
        await page.Question().Field("Password of Dmitri Orlov").FillAsync(StaffedSite.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("Your keywords are saved").First).ToBeVisibleAsync();
        (await site.Host.GetAsync("api/v1/users/1004")).GetProperty("keywords")[0].GetProperty("keyword").GetString().ShouldBe("choir");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_password_is_changed_and_the_other_browser_is_signed_out()
    {
        await using var here = await site.VisitAsync(chromium, "1005");
        await using var there = await site.VisitAsync(chromium, "1005");
        var page = await here.OpenAsync("");
        await there.OpenAsync("");

        await page.FromAccountMenuAsync("Change password…");
        await page.ShouldBeAccessibleAsync();
        await page.Question().Field("Password now").FillAsync("wrong");
        await page.Question().Field("New password").FillAsync(Other);
        await page.Question().Field("New password again").FillAsync(Other);
        await page.Question().Button("Change password").ClickAsync();
        await Expect(page.Question().Locator(".fault")).ToBeVisibleAsync();
        await page.Question().Field("Password now").FillAsync(StaffedSite.Password);
        await page.Question().Button("Change password").ClickAsync();

        await Expect(page.GetByText("Your password is changed.").First).ToBeVisibleAsync();
        await Expect(there.Page.Question()).ToContainTextAsync("Your session has ended.");
        await page.FromAccountMenuAsync("Sign out");
        await page.SignInByFormAsync("1005", Other);
        await Expect(page.Row("1001")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_invited_chooses_a_password_and_is_in()
    {
        await site.Host.PutAsync("api/v1/users/1900", new { name = "Frida New" }, HttpStatusCode.Created);
        var link = (await site.Host.SendAsync(HttpMethod.Post, "api/v1/sign-ins/1900/invitation", new { })).GetProperty("link").GetString()!;
        await using var visit = await site.VisitAsync(chromium);

        await visit.Page.GotoAsync(link);
        await Expect(visit.Page.Heading("Welcome, Frida New")).ToBeVisibleAsync();
        visit.Page.Url.ShouldEndWith("/welcome");
        await Expect(visit.Page.Field("You sign in as")).ToHaveValueAsync("1900");
        await visit.Page.Field("Password").FillAsync("short");
        await visit.Page.Field("Password again").FillAsync("short");
        await visit.Page.Button("Set password and sign in").ClickAsync();
        await Expect(visit.Page.Locator(".fault")).ToContainTextAsync("8");
        await visit.Page.Field("Password").FillAsync(Other);
        await visit.Page.Field("Password again").FillAsync(Other);
        await visit.Page.Button("Set password and sign in").ClickAsync();

        await Expect(visit.Page.Row("1900")).ToContainTextAsync("Frida New");
        visit.Mistakes.ShouldBeEmpty();
    }

    [GeneratedRegex(@"https?://\S+/welcome#\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
