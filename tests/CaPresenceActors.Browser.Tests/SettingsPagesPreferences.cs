using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>The screen <em>Preference Setting</em> under the hands of an administrator.</summary>
public sealed class SettingsPagesPreferences(Chromium chromium, SettingsSite site) : IClassFixture<SettingsSite>
{
    private const string Address = "settings/preferences";

    [Fact]
    public async Task Everything_is_saved_and_confirmed()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Allow user to change own user profile").CheckAsync();
        await page.GetByLabel("Integrate new users").UncheckAsync();
        await page.GetByLabel("Who may see the times of other people's schedules").SelectOptionAsync("Receptionists and administrators");
        await page.GetByLabel("After an event").SelectOptionAsync("What was set by hand before");
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "private" }).CheckAsync();
        await page.GetByLabel("Polling interval, seconds").FillAsync("30");
        await page.GetByLabel("Time zone").FillAsync("Europe/Stockholm");
        await page.OkAsync();

        await Expect(page.GetByText("Saved: how calendars are read, which events count, the preferences.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("not saved yet")).ToHaveCountAsync(0);
        var stored = await site.Host.GetAsync("api/v1/site");
        stored.GetProperty("usersMayChangeProfile").GetBoolean().ShouldBeTrue();
        stored.GetProperty("newUsersIntegrated").GetBoolean().ShouldBeFalse();
        stored.GetProperty("scheduleTimes").GetString().ShouldBe("receptionists");
        stored.GetProperty("options").GetProperty("afterEvent").GetString().ShouldBe("previous");
        stored.GetProperty("options").GetProperty("ignorePrivate").GetBoolean().ShouldBeTrue();
        stored.GetProperty("pollIntervalSeconds").GetDouble().ShouldBe(30);
        stored.GetProperty("timeZone").GetString().ShouldBe("Europe/Stockholm");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_zone_that_nobody_knows_is_told_at_its_field_and_stays_there()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Time zone").FillAsync("Europe/Atlantis");
        await page.OkAsync();

        await Expect(page.Locator("#time-zone-fault")).ToContainTextAsync("The time zone \"Europe/Atlantis\" is not known");
        await Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Europe/Atlantis");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_page_is_accessible(ColorScheme scheme, int width)
    {
        await using var visit = await site.VisitAsync(chromium, new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await visit.OpenAsync(Address);
        await page.GetByLabel("Polling interval, seconds").FillAsync("1");
        await page.OkAsync();
        await Expect(page.Locator("#poll-interval-fault")).ToBeVisibleAsync();

        await page.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page is wider than the window");
    }
}
