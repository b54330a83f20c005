using System.Globalization;
using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Exchange.Simulator.Calendars;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>What people do about themselves, and what others see of it.</summary>
public sealed class MePages(Chromium chromium, StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task A_presence_is_set_by_a_big_button_and_given_back_to_the_calendar()
    {
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("me");

        await Big(page, "Lunch").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("Lunch");
        await Expect(Big(page, "Lunch")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Button("Back to calendar").ClickAsync();

        await Expect(Shows(page)).ToHaveTextAsync("Available");
        await Expect(page.Button("Back to calendar")).ToHaveCountAsync(0);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_presence_is_set_until_a_time()
    {
        await using var visit = await site.VisitAsync(chromium, "1001", new BrowserNewContextOptions { TimezoneId = "Asia/Tokyo", Locale = "en-GB" });
        var page = await visit.OpenAsync("me");
        var until = Journeys.Tests.Support.Clock.Now.ToOffset(TimeSpan.FromHours(9)).AddHours(2);

        await page.Button("until…").ClickAsync();
        await Expect(Big(page, "Vacation")).ToHaveAttributeAsync("aria-disabled", "true");
        await page.Field("Until").FillAsync(until.ToString("HH:mm", CultureInfo.InvariantCulture));
        await Big(page, "Vacation").ClickAsync();

        await Expect(Shows(page)).ToHaveTextAsync("Vacation");
        await Expect(page.Locator(".now-shown")).ToContainTextAsync(until.ToString("HH:mm", CultureInfo.InvariantCulture));
        var row = await site.Host.PresenceAsync("1001");
        row.GetProperty("manual").GetString().ShouldBe("until");
        row.GetProperty("until").GetDateTimeOffset().ShouldBe(until.AddSeconds(-until.Second));
        await page.Button("Back to calendar").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("Available");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Back_now_and_leave_early_take_one_click_and_can_be_undone()
    {
        site.Plan("1002", "Monthly meeting", -30, 20);
        site.Plan("1002", "Lunch with Ove", 20, 60);
        await using var visit = await site.VisitAsync(chromium, "1002");
        var page = await visit.OpenAsync("me");
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");

        await Starting(page, "Leave early").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("Lunch");
        await page.GetByText("You show Lunch until the next change").First.WaitForAsync();
        await page.Locator(".toast").GetByText("Undo").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");

        await Starting(page, "Back now").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("Available");
        await page.Button("Back to calendar").ClickAsync();
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Subjects_are_for_their_owner_alone()
    {
        site.Plan("1003", "Meeting about the secret merger", -30, 30);
        site.Plan("1003", "Lunch at the clinic", 31, 90, Sensitivity.Private);
        await using var own = await site.VisitAsync(chromium, "1003");
        var page = await own.OpenAsync("me");
        var day = page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Appointments" });

        await Expect(day).ToContainTextAsync("Meeting about the secret merger");
        await Expect(day).ToContainTextAsync("In a meeting by “meeting”, number");
        await Expect(day).ToContainTextAsync("Lunch at the clinic (private)");
        await page.ShouldBeAccessibleAsync();

        foreach (var name in (string[])["1001", StaffedSite.Receptionist, StaffedSite.Administrator])
        {
            await using var other = await site.VisitAsync(chromium, name);
            var told = new List<string>();
            other.Page.Response += (_, answer) =>
            {
                if (answer.Url.Contains("/schedule/", StringComparison.Ordinal))
                {
                    told.Add(answer.Url);
                }
            };
            await other.OpenAsync("people/1003");
            await Expect(other.Page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Appointments" })).ToContainTextAsync("In a meeting");
            (await other.Page.ContentAsync()).ShouldNotContain("merger");
            (await other.Page.ContentAsync()).ShouldNotContain("clinic");
            (await other.Page.ContentAsync()).ShouldNotContain("private)");
            told.ShouldNotBeEmpty();
            var raw = await (await other.Context.APIRequest.GetAsync(told[0])).TextAsync();
            raw.ShouldNotContain("merger");
            raw.ShouldNotContain("clinic");
            other.Mistakes.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Hidden_times_are_hidden_from_users_and_not_from_the_receptionist()
    {
        site.Plan("1004", "Monthly meeting", -30, 30);
        await using var own = await site.VisitAsync(chromium, "1004");
        await own.OpenAsync("me");
        await Expect(Shows(own.Page)).ToHaveTextAsync("In a meeting");
        await own.Page.GetByLabel("Hide the times of my schedule from other users").CheckAsync();
        await Expect(own.Page.GetByText("Other users no longer see your times").First).ToBeVisibleAsync();

        await using var other = await site.VisitAsync(chromium, "1001");
        await other.OpenAsync("people/1004");
        await Expect(other.Page.GetByText("Times of this schedule are hidden.")).ToBeVisibleAsync();
        await Expect(Shows(other.Page)).ToHaveTextAsync("In a meeting");
        await Expect(other.Page.Locator(".now-shown")).Not.ToContainTextAsync("until");
        await using var receptionist = await site.VisitAsync(chromium, StaffedSite.Receptionist);
        await receptionist.OpenAsync("people/1004");
        await Expect(receptionist.Page.Locator(".now-shown")).ToContainTextAsync("until");
        await Expect(receptionist.Page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Appointments" })).ToContainTextAsync("In a meeting");

        await own.Page.GetByLabel("Hide the times of my schedule from other users").UncheckAsync();
        await Expect(own.Page.GetByText("Everybody sees your times").First).ToBeVisibleAsync();
        own.Mistakes.Concat(other.Mistakes).Concat(receptionist.Mistakes).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keywords_of_ones_own_are_copied_edited_undone_and_given_back()
    {
        site.Plan("1005", "Choir practice", -30, 30);
        await using var visit = await site.VisitAsync(chromium, "1005");
        var page = await visit.OpenAsync("me");
        await Expect(page.GetByText("the site's list, 3 keywords")).ToBeVisibleAsync();

        await page.Button("Make my own copy").ClickAsync();
        await Expect(page.Field("Keyword 3")).ToHaveValueAsync("meeting");
        await page.Field("Keyword 3").FillAsync("choir");
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Try a subject" }).FillAsync("Choir practice");
        await Expect(page.Locator(".tester [role=status]")).ToContainTextAsync("“choir”, number 3");
        await page.ShouldBeAccessibleAsync();
        await page.Field("Keyword 1").FillAsync("");
        await page.Button("Save keywords").ClickAsync();
        await Expect(page.GetByText("Type a keyword, or remove the row.")).ToBeVisibleAsync();
        await page.Field("Keyword 1").FillAsync("vacation");
        await page.Button("Save keywords").ClickAsync();
        await Expect(page.GetByText("Your keywords are saved").First).ToBeVisibleAsync();
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");

        await page.Locator(".toast").Filter(new LocatorFilterOptions { HasText = "Your keywords are saved" }).GetByText("Undo").ClickAsync();
        await Expect(page.Field("Keyword 3")).ToHaveValueAsync("meeting");
        await Expect(Shows(page)).ToHaveTextAsync("Available");
        await page.Button("Back to the site's list").ClickAsync();
        await page.Question().Button("Use the site's list").ClickAsync();
        await Expect(page.GetByText("the site's list, 3 keywords")).ToBeVisibleAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_calendar_is_left_alone_when_its_owner_says_so()
    {
        site.Plan(StaffedSite.Receptionist, "Staff meeting", -30, 30);
        await using var visit = await site.VisitAsync(chromium, StaffedSite.Receptionist);
        var page = await visit.OpenAsync("me");
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");

        await page.GetByLabel("Exchange integration for my extension").UncheckAsync();
        await Expect(Shows(page)).ToHaveTextAsync("Available");
        await Expect(page.GetByText("The calendar does not drive this extension.")).ToBeVisibleAsync();
        await page.GetByLabel("Exchange integration for my extension").CheckAsync();
        await Expect(Shows(page)).ToHaveTextAsync("In a meeting");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ones_own_Exchange_account_is_changed_where_the_site_allows_it()
    {
        await site.Host.PutAsync("api/v1/site/preferences", new { usersMayChangeProfile = false, newUsersIntegrated = true });
        await using var visit = await site.VisitAsync(chromium, "1001");
        var page = await visit.OpenAsync("me");
        await Expect(page.GetByText("Exchange user account: user1001@example.test. Your administrator keeps it.")).ToBeVisibleAsync();
        await site.Host.PutAsync("api/v1/site/preferences", new { usersMayChangeProfile = true, newUsersIntegrated = true });
        await page.ReloadAsync();

        await page.Field("Exchange user account").FillAsync("nobody");
        await page.Button("Save").ClickAsync();
        await Expect(page.Locator("#account-fault")).ToBeVisibleAsync();
        await Expect(page.Field("Exchange user account")).ToHaveValueAsync("nobody");
        await page.Field("Exchange user account").FillAsync("user1001@example.test");
        await Expect(page.Locator("#account-fault")).ToHaveCountAsync(0);
        visit.Mistakes.ShouldBeEmpty();
    }

    private static ILocator Big(IPage page, string presence) => page.Locator(".big").Button(presence);

    private static ILocator Shows(IPage page) => page.Locator(".shown-large .presence");

    private static ILocator Starting(IPage page, string words) => page.Locator(".shortcuts button").Filter(new LocatorFilterOptions { HasText = words });
}
