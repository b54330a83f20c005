using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>The presence list under the hands of an administrator.</summary>
public sealed class SettingsPagesPresences(Chromium chromium, SettingsSite site) : IClassFixture<SettingsSite>
{
    private const string Address = "settings/presences";

    [Fact]
    public async Task A_presence_in_use_is_replaced_before_it_goes()
    {
        await using var visit = await BeginAsync();
        await site.Host.PutAsync("api/v1/users/1002/keywords", new { keywords = new[] { new { keyword = "canteen", presence = "Lunch" } } });
        await site.Host.PutAsync("api/v1/presence/1003/manual", new { presence = "Lunch", hold = "untilCleared" });
        var page = await visit.OpenAsync(Address);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove Lunch" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("li")).ToHaveTextAsync(["1 keyword of the site", "1 keyword in people's own lists", "1 extension at which it is set by hand"]);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Replace" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Choose the presence that takes its place.");
        await page.ShouldBeAccessibleAsync();
        await dialog.GetByLabel("Replaced by").SelectOptionAsync("Out of office");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Replace" }).ClickAsync();
        await Expect(page.GetByText("Lunch: Out of office takes its place")).ToBeVisibleAsync();
        await page.OkAsync();

        await Expect(page.GetByText("Saved: the presences.").First).ToBeVisibleAsync();
        (await KeywordLeadsToAsync("lunch")).ShouldBe("Out of office");
        (await site.Host.PresenceAsync("1003")).GetProperty("presence").GetString().ShouldBe("Out of office");
        (await site.Host.GetAsync("api/v1/users/1002")).GetProperty("keywords")[0].GetProperty("presence").GetString().ShouldBe("Out of office");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_presence_that_goes_can_be_kept_after_all()
    {
        await using var visit = await BeginAsync();
        var page = await visit.OpenAsync(Address);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove Business trip" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keep it" }).ClickAsync();

        await page.Locator(".presence-row .text input").ShouldHoldAsync([.. Names]);
        await Expect(page.GetByText("not saved yet")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_new_name_goes_along_to_keywords_and_to_what_was_set_by_hand()
    {
        await using var visit = await BeginAsync();
        await site.Host.PutAsync("api/v1/presence/1003/manual", new { presence = "Lunch", hold = "untilCleared" });
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Name of presence 3", Exactly).FillAsync("Canteen");
        await Expect(page.GetByText("Lunch is renamed; keywords and users go along.")).ToBeVisibleAsync();
        await page.OkAsync();

        await Expect(page.GetByText("Saved: the presences.").First).ToBeVisibleAsync();
        (await KeywordLeadsToAsync("lunch")).ShouldBe("Canteen");
        (await site.Host.PresenceAsync("1003")).GetProperty("presence").GetString().ShouldBe("Canteen");
    }

    [Fact]
    public async Task The_name_of_a_presence_that_goes_can_be_given_to_another_one()
    {
        await using var visit = await BeginAsync();
        var page = await visit.OpenAsync(Address);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove Lunch" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Replaced by").SelectOptionAsync("Out of office");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Replace" }).ClickAsync();
        await page.GetByLabel("Name of presence 4", Exactly).FillAsync("Lunch");
        await page.OkAsync();

        await Expect(page.GetByText("Saved: the presences.").First).ToBeVisibleAsync();
        (await StoredNamesAsync()).ShouldBe(["Available", "In a meeting", "Business trip", "Lunch", "Vacation", "Do not disturb"]);
        (await KeywordLeadsToAsync("lunch")).ShouldBe("Lunch");
    }

    [Fact]
    public async Task Order_look_and_new_ones_are_saved_and_the_first_is_the_default()
    {
        await using var visit = await BeginAsync(1280, 1400);
        var page = await visit.OpenAsync(Address);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add presence" }).ClickAsync();
        await page.GetByLabel("Name of presence 8", Exactly).FillAsync("<b>At home</b>");
        await page.GetByLabel("Colour of presence 8").FillAsync("#ffff00");
        await page.GetByLabel("Availability of presence 8").SelectOptionAsync("Open");
        await page.GetByLabel("Activity of presence 8").SelectOptionAsync("working");
        await page.DragAsync("Do not disturb", "In a meeting");
        await page.Handle("<b>At home</b>").FocusAsync();
        await page.Keyboard.PressAsync("Alt+Home");
        await Expect(page.Locator(".presence-row").First).ToContainTextAsync("Default: shows when nothing else does.");
        await page.OkAsync();

        await Expect(page.GetByText("Saved: the presences.").First).ToBeVisibleAsync();
        (await StoredNamesAsync()).ShouldBe(["<b>At home</b>", "Available", "Do not disturb", "In a meeting", "Lunch", "Business trip", "Out of office", "Vacation"]);
        var first = (await site.Host.GetAsync("api/v1/site")).GetProperty("presences")[0];
        (first.GetProperty("availability").GetString(), first.GetProperty("activity").GetString(), first.GetProperty("colour").GetString()).ShouldBe(("open", "working", "#ffff00"));
    }

    [Fact]
    public async Task A_name_that_is_there_twice_is_told_at_its_row()
    {
        await using var visit = await BeginAsync();
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Name of presence 3", Exactly).FillAsync(" available ");
        await page.OkAsync();

        await Expect(page.GetByText("The name of number 1; a name may stand in the list once.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name of presence 3", Exactly)).ToBeFocusedAsync();
        (await StoredNamesAsync()).ShouldBe(Names);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_page_is_accessible(ColorScheme scheme, int width)
    {
        await using var visit = await BeginAsync(width, 900, scheme);
        var page = await visit.OpenAsync(Address);
        await page.GetByLabel("Colour of presence 3").FillAsync("#ffff00");
        await page.GetByLabel("Name of presence 3", Exactly).FillAsync("");
        await page.OkAsync();

        await page.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page is wider than the window");
    }

    private static readonly string[] Names = ["Available", "In a meeting", "Lunch", "Business trip", "Out of office", "Vacation", "Do not disturb"];

    private static PageGetByLabelOptions Exactly => new() { Exact = true };

    private async Task<Visit> BeginAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        await site.Host.SendAsync(HttpMethod.Delete, "api/v1/presence/1003/manual", null);
        await site.Host.SendAsync(HttpMethod.Put, "api/v1/users/1002/keywords", new { keywords = (object?)null });
        await site.Host.PutAsync("api/v1/site/keywords", new { keywords = Array.Empty<object>() });
        await site.Host.PutAsync("api/v1/site/presences", new
        {
            presences = new object[]
            {
                new { name = "Available", availability = "open", colour = "#1a7f45" },
                new { name = "In a meeting", availability = "busy", activity = "meeting", colour = "#c0263a" },
                new { name = "Lunch", availability = "away", activity = "lunch", colour = "#9a5b00" },
                new { name = "Business trip", availability = "away", activity = "travel", colour = "#9a5b00" },
                new { name = "Out of office", availability = "away", activity = "away", colour = "#5b6472" },
                new { name = "Vacation", availability = "closed", activity = "vacation", colour = "#5b6472" },
                new { name = "Do not disturb", availability = "busy", activity = "busy", colour = "#c0263a" },
            },
        });
        return await site.VisitAsync(chromium, new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height } });
    }

    private async Task<string?> KeywordLeadsToAsync(string keyword) =>
        (await site.Host.GetAsync("api/v1/site")).GetProperty("keywords").EnumerateArray().Single(row => row.GetProperty("keyword").GetString() == keyword).GetProperty("presence").GetString();

    private async Task<IEnumerable<string?>> StoredNamesAsync() =>
        (await site.Host.GetAsync("api/v1/site")).GetProperty("presences").EnumerateArray().Select(row => row.GetProperty("name").GetString());
}
