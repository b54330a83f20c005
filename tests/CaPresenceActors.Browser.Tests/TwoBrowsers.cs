using CaPresenceActors.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>What an administrator changes in one browser is seen in another one, which nobody touches.</summary>
public sealed class TwoBrowsers(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task A_keyword_that_the_administrator_adds_changes_the_board_and_the_list_of_the_user()
    {
        site.Plan("1001", "Dentist", -30, 30);
        await using var chief = await site.VisitAsync(chromium, StaffedSite.Administrator);
        await using var user = await site.VisitAsync(chromium, "1001");
        await user.OpenAsync("me");
        await Expect(user.Page.Locator(".shown-large .presence")).ToHaveTextAsync("Available");
        var page = await chief.OpenAsync("settings/exchange");

        await page.Button("Add keyword").ClickAsync();
        await page.Locator(".keyword-row .text").Last.FillAsync("dentist");
        await page.Locator(".keyword-row select").Last.SelectOptionAsync("Vacation");
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the keywords.").First).ToBeVisibleAsync();

        await Expect(user.Page.Locator(".shown-large .presence")).ToHaveTextAsync("Vacation");
        await Expect(user.Page.Locator("ol.keywords")).ToContainTextAsync("“dentist”");
        user.Mistakes.Concat(chief.Mistakes).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_presence_that_the_administrator_adds_and_renames_is_there_for_the_user()
    {
        await using var chief = await site.VisitAsync(chromium, StaffedSite.Administrator);
        await using var user = await site.VisitAsync(chromium, "1002");
        await user.Page.Clock.InstallAsync();
        await user.OpenAsync("me");
        await Expect(user.Page.Locator(".big").Button("Lunch")).ToBeVisibleAsync();
        var page = await chief.OpenAsync("settings/presences");

        await page.Button("Add presence").ClickAsync();
        await page.Locator(".presence-row .text input").Last.FillAsync("On a walk");
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the presences.").First).ToBeVisibleAsync();

        // Nobody shows it yet, so no change tells of it; the lists are read anew within half a minute.
        await user.Page.Clock.FastForwardAsync(31_000);
        await user.Page.Locator(".big").Button("On a walk").ClickAsync();
        await Expect(user.Page.Locator(".shown-large .presence")).ToHaveTextAsync("On a walk");

        // Its new name comes with what the user shows.
        await page.Locator(".presence-row .text input").Last.FillAsync("In the woods");
        await page.OkAsync();
        await Expect(user.Page.Locator(".shown-large .presence")).ToHaveTextAsync("In the woods");
        await Expect(user.Page.Locator(".big").Button("In the woods")).ToHaveAttributeAsync("aria-pressed", "true");
        await site.ClearAsync("1002");
        user.Mistakes.Concat(chief.Mistakes).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preference_of_the_site_reaches_the_user()
    {
        await using var chief = await site.VisitAsync(chromium, StaffedSite.Administrator);
        await using var user = await site.VisitAsync(chromium, "1003");
        await user.Page.Clock.InstallAsync();
        await user.OpenAsync("me");
        await Expect(user.Page.GetByText("Your administrator keeps it.")).ToBeVisibleAsync();
        var page = await chief.OpenAsync("settings/preferences");

        await page.GetByLabel("Allow user to change own user profile").CheckAsync();
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the preferences.").First).ToBeVisibleAsync();
        await user.Page.Clock.FastForwardAsync(31_000);

        await Expect(user.Page.Field("Exchange user account")).ToHaveValueAsync("user1003@example.test");
        user.Mistakes.Concat(chief.Mistakes).ShouldBeEmpty();
    }
}
