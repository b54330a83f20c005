using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using JourneySite = CaPresenceActors.Journeys.Tests.Support.Site;

namespace CaPresenceActors.Browser.Tests;

/// <summary>How everything is, who showed what, and who changed which setting.</summary>
public sealed class AdministrationOperation(Chromium chromium, AdministrationSite site) : IClassFixture<AdministrationSite>
{
    private const string Changes = "Changes of presence, newest first";
    private const string Entries = "Changes of settings, newest first";

    [Fact]
    public async Task Health_says_what_needs_attention_and_shows_a_mailbox_without_rights_with_its_reason()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync("operation/health");

        await page.SeeAsync("1 calendar: no right.");
        await page.Button("Show which").ClickAsync();
        var row = page.Row("Mailboxes", "1004");
        await Expect(row).ToContainTextAsync("user1004@example.test");
        await Expect(row).ToContainTextAsync("no right");
        (await row.Locator(".beneath-words").Last.InnerTextAsync()).ShouldNotBeEmpty();
        await Expect(page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Mailboxes" }).Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Img).First.WaitForAsync();
        await page.GetByText("As a table").First.ClickAsync();
        await page.ShouldBeAccessibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task History_is_filtered_by_person_and_presence_and_says_when_newer_changes_came()
    {
        await site.Host.PutAsync("api/v1/presence/1001/manual", new { presence = "Lunch", hold = "untilCleared" });
        await site.Host.PutAsync("api/v1/presence/1002/manual", new { presence = "Vacation", hold = "untilCleared" });
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync("operation/history");
        await Expect(page.Row(Changes, "1002").First).ToContainTextAsync("Vacation");

        await page.Locator("main").Field("Presence").SelectOptionAsync("Lunch");
        await Expect(page.Row(Changes, "1002")).ToHaveCountAsync(0);
        await Expect(page.Row(Changes, "1001").First).ToContainTextAsync("set by hand");
        await page.Button("Clear").ClickAsync();
        await page.Locator("main").Field("Extension or name").FillAsync("user 1002");
        await page.Button("User 1002 1002").ClickAsync();
        await Expect(page.Row(Changes, "1001")).ToHaveCountAsync(0);
        await Expect(page.Row(Changes, "1002").First).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();

        await site.Host.PutAsync("api/v1/presence/1002/manual", new { presence = "Do not disturb", hold = "untilCleared" });
        await page.Button("Show newer changes").ClickAsync();
        await Expect(page.Row(Changes, "1002").First).ToContainTextAsync("Do not disturb");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Audit_tells_before_and_after_and_never_a_password()
    {
        await site.Host.PutAsync("api/v1/site/keywords", new { keywords = new[] { new { keyword = "lunch", presence = "Vacation" }, new { keyword = "yoga", presence = "Do not disturb" } } });
        await site.Host.PutAsync("api/v1/site/exchange", site.Site.ExchangeSettings);
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync("operation/audit");

        var keywords = page.Row(Entries, "The keywords were changed").First;
        await ShouldSayAsync(keywords, "Keyword “lunch”", "was Lunch", "is Vacation");
        await ShouldSayAsync(keywords, "Keyword “yoga”", "was none", "is Do not disturb");

        await page.Locator("main").Field("What").SelectOptionAsync("Connection to Exchange");
        await Expect(page.Row(Entries, "The keywords were changed")).ToHaveCountAsync(0);
        await ShouldSayAsync(page.Row(Entries, "The connection to Exchange was").First, "Password", "was none", "is changed");
        (await page.ContentAsync()).ShouldNotContain(JourneySite.Password);
        await page.ShouldBeAccessibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    private static async Task ShouldSayAsync(ILocator entry, string member, string was, string now)
    {
        var change = entry.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = member });
        await Expect(change.Locator(".was")).ToHaveTextAsync(was);
        await Expect(change.Locator(".is")).ToHaveTextAsync(now);
    }
}
