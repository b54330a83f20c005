using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>The board, under the eyes of everybody and the hands of a receptionist.</summary>
public sealed class BoardPages(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Everybody_is_shown_and_found_by_name_and_extension_as_typed()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");

        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(6);
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("chloe dur");
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(1);
        await Expect(page.Row("1003")).ToContainTextAsync("Chloé Durand");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(6);
        await page.Keyboard.TypeAsync("1004");
        await Expect(page.Row("1004")).ToBeVisibleAsync();
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nobody at all");
        await Expect(page.GetByText("Nobody fits.")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_and_presences_narrow_it_down_and_the_address_keeps_that()
    {
        await site.SetAsync("1002", "Lunch");
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");

        await Chip(page, "Who", "Sales 2").ClickAsync();
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(2);
        await Chip(page, "Presence", "Lunch 1").ClickAsync();
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(1);
        await Expect(page.Shown("1002")).ToHaveTextAsync("Lunch");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("presence=Lunch", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.ReloadAsync();

        await Expect(page.Row("1002")).ToBeVisibleAsync();
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(1);
        await site.ClearAsync("1002");
        await Expect(page.GetByText("Nobody fits.")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Favourites_are_kept_in_every_browser_of_their_owner()
    {
        await using var visit = await site.VisitAsync(chromium, "1002");
        var page = await visit.OpenAsync("");
        var kept = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/me/favourites", StringComparison.Ordinal) && answer.Ok);

        await page.Button("Favourite: Eve Tanaka").ClickAsync();
        await Expect(Chip(page, "Who", "Favourites 1")).ToBeVisibleAsync();
        await kept;
        await page.ReloadAsync();
        await Expect(page.Button("Favourite: Eve Tanaka")).ToHaveAttributeAsync("aria-pressed", "true");
        await Chip(page, "Who", "Favourites 1").ClickAsync();
        await Expect(page.Locator("tr[data-extension]")).ToHaveCountAsync(1);

        await using var other = await site.VisitAsync(chromium, "1003");
        await other.OpenAsync("");
        await Expect(Chip(other.Page, "Who", "Favourites 0")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receptionist_sets_what_somebody_shows_and_others_see_it_live()
    {
        await using var visit = await site.VisitAsync(chromium, StaffedSite.Receptionist);
        await using var other = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");
        await other.OpenAsync("");

        await page.Row("1005").Locator(".who a").ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new PageGetByRoleOptions { Name = "Person" });
        await Expect(panel).ToContainTextAsync("Eve Tanaka");
        await panel.Button("1 h").ClickAsync();
        await panel.Button("Do not disturb").ClickAsync();

        await Expect(page.Shown("1005")).ToHaveTextAsync("Do not disturb");
        await Expect(other.Page.Shown("1005")).ToHaveTextAsync("Do not disturb");
        (await site.Host.PresenceAsync("1005")).GetProperty("manual").GetString().ShouldBe("until");
        await panel.Button("Why?").ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Why" })).ToBeVisibleAsync();
        await panel.Button("Back to calendar").ClickAsync();
        await Expect(other.Page.Shown("1005")).ToHaveTextAsync("Available");
        await panel.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Open" }).PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(page.Row("1005").Locator(".who a")).ToBeFocusedAsync();
        visit.Mistakes.Concat(other.Mistakes).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_looks_at_others_and_sets_nothing()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");

        await page.Row("1004").Locator(".who a").ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new PageGetByRoleOptions { Name = "Person" });
        await Expect(panel).ToContainTextAsync("Dmitri Orlov");
        await Expect(panel.Button("Do not disturb")).ToHaveCountAsync(0);
        await Expect(panel.Button("Why?")).ToHaveCountAsync(0);
        await panel.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Open" }).ClickAsync();

        await Expect(page.Heading("Dmitri Orlov")).ToBeVisibleAsync();
        await Expect(page.Button("Do not disturb")).ToHaveCountAsync(0);
        await Expect(page.Heading("Before")).ToHaveCountAsync(0);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_connection_is_shown_and_nothing_that_happened_meanwhile_is_missing()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("");
        await Expect(page.Locator(".head .live")).ToHaveTextAsync("live");

        await visit.Context.SetOfflineAsync(true);
        await Expect(page.Locator(".head .live")).ToContainTextAsync("not live since");
        await Expect(page.Locator("#line")).ToContainTextAsync("The connection is lost.");
        await site.SetAsync("1003", "Vacation");
        await site.SetAsync("1004", "Lunch");
        await site.ClearAsync("1004");
        await Expect(page.Shown("1003")).ToHaveTextAsync("Available");
        await page.ShouldBeAccessibleAsync();
        await visit.Context.SetOfflineAsync(false);

        await Expect(page.Shown("1003")).ToHaveTextAsync("Vacation");
        await Expect(page.Shown("1004")).ToHaveTextAsync("Available");
        await Expect(page.Locator("#line")).ToBeHiddenAsync();
        await site.ClearAsync("1003");
        await Expect(page.Shown("1003")).ToHaveTextAsync("Available");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_was_killed_and_comes_back_finds_the_board_waiting()
    {
        await using var company = new Site();
        string cookieless;
        await using var visit = await BeginAtAFixedPortAsync(company);
        await using (var host = await company.StartHostAsync())
        {
            await host.PutAsync("api/v1/sign-ins/1000/password", new { password = StaffedSite.Password });
            await visit.SignInAsync("1000", StaffedSite.Password);
            await visit.OpenAsync("");
            await Expect(visit.Page.Shown("1000")).ToHaveTextAsync("Available");
            await host.Process.KillAsync();
            cookieless = visit.Page.Url;
        }

        await Expect(visit.Page.Locator("#line")).ToContainTextAsync("The connection is lost.");
        await Expect(visit.Page.Shown("1000")).ToHaveTextAsync("Available");
        await using var again = await company.StartHostAsync();
        await again.PutAsync("api/v1/presence/1000/manual", new { presence = "Lunch" });

        await Expect(visit.Page.Shown("1000")).ToHaveTextAsync("Lunch");
        await Expect(visit.Page.Locator("#line")).ToBeHiddenAsync();
        visit.Page.Url.ShouldBe(cookieless, "a session outlives a restart");
        visit.Mistakes.ShouldBeEmpty();
    }

    // A browser comes back to the port that it knows, so one that is free now is written into the configuration.
    private async Task<Visit> BeginAtAFixedPortAsync(Site company)
    {
        await company.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await company.WriteConfigurationAsync(company.Hire("1000"));
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        var configuration = company.Configuration(company.Exchange.Address);
        configuration["capresence"]!["http"]!["port"] = port;
        await File.WriteAllTextAsync(company.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        return await Visit.BeginAsync(chromium, new Uri($"http://127.0.0.1:{port}/"));
    }

    private static ILocator Chip(IPage page, string group, string name) =>
        page.Locator(".filters").GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = group }).Button(name);
}
