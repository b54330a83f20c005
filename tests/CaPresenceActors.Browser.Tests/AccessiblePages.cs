using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>Every page in light, in dark and on a telephone: no violation of accessibility, nothing wider than the window.</summary>
public sealed class AccessiblePages(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    public static TheoryData<ColorScheme, int> Looks => new() { { ColorScheme.Light, 1280 }, { ColorScheme.Dark, 1280 }, { ColorScheme.Light, 390 }, { ColorScheme.Dark, 390 } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_of_users_are_for_everybody(ColorScheme scheme, int width)
    {
        await PlanAsync();
        await using var visit = await site.VisitAsync(chromium, "1001", Look(scheme, width));

        foreach (var (address, sign) in ((string, string)[])[("", "tr[data-extension='1001']"), ("me", ".day .block"), ("people/1002", ".day"), ("people/4711", "main h1"), ("settings/users", "main h1"), ("?display=wall", ".wall li")])
        {
            await CheckAsync(visit, address, sign);
        }

        visit.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_board_with_a_person_is_for_everybody(ColorScheme scheme, int width)
    {
        await PlanAsync();
        await using var visit = await site.VisitAsync(chromium, StaffedSite.Receptionist, Look(scheme, width));

        await CheckAsync(visit, "?person=1001", "tr[data-extension='1001']");
        await CheckAsync(visit, "people/1001", ".before li");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_doors_are_for_everybody(ColorScheme scheme, int width)
    {
        await using var visit = await Visit.BeginAsync(chromium, site.Host.Http.BaseAddress!, Look(scheme, width));
        await CheckAsync(visit, "sign-in", "#password");
        await CheckAsync(visit, "welcome", ".fault");

        // The link is opened in the same tab, where only what follows the # differs.
        var link = (await site.Host.SendAsync(HttpMethod.Post, "api/v1/sign-ins/1005/invitation", new { })).GetProperty("link").GetString()!;
        await CheckAsync(visit, new Uri(link).PathAndQuery[1..] + new Uri(link).Fragment, "#again-password");
        visit.Mistakes.ShouldBeEmpty();
    }

    private static async Task CheckAsync(Visit visit, string address, string sign)
    {
        var page = await visit.OpenAsync(address);
        await Expect(page.Locator(sign).First).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"/{address} is wider than the window");
    }

    private static BrowserNewContextOptions Look(ColorScheme scheme, int width) => new() { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 844 } };

    private async Task PlanAsync()
    {
        if (site["1001"].Calendar.Count == 0)
        {
            site.Plan("1001", "Monthly meeting", -30, 60);
            site.Plan("1001", "A talk without any keyword", 10, 40);
            site.Plan("1002", "Lunch", -10, 50);
        }

        await site.SetAsync("1001", "Do not disturb");
        await site.ClearAsync("1001");
    }
}
