using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>The screen <em>MS Exchange Setting</em> under the hands of an administrator.</summary>
public sealed class SettingsPagesExchange(Chromium chromium, SettingsSite site) : IClassFixture<SettingsSite>
{
    private const string Address = "settings/exchange";

    [Fact]
    public async Task An_administrator_sets_up_Exchange_from_nothing_and_presences_change()
    {
        await using var company = new Site();
        var anna = company.Hire("1000");
        SettingsSite.AddEvent(anna, "Monthly meeting", -TimeSpan.FromMinutes(5));
        await using var host = await SettingsSite.StartFromNothingAsync(company, anna);
        await using var visit = await SettingsSite.VisitAsync(chromium, host);
        var page = await visit.OpenAsync(Address);

        await Expect(page.GetByLabel("Port number")).ToHaveValueAsync("443");
        await Expect(page.GetByLabel("Exchange Web Services address")).ToHaveValueAsync("/EWS/Exchange.asmx");
        await page.GetByLabel("IP address or name of the Exchange server").FillAsync(company.Exchange.Address.Host);
        await page.GetByLabel("Port number").FillAsync($"{company.Exchange.Address.Port}");
        await page.GetByLabel("Exchange administrator user name").FillAsync("admin@example.test");
        await page.GetByLabel("Exchange administrator password").FillAsync(Site.Password);
        await page.Locator(".more > summary").ClickAsync();
        await page.GetByLabel("Encrypted (TLS)").UncheckAsync();
        await page.GetByLabel("Enable Exchange Schedule Integration").CheckAsync();
        await AddKeywordAsync(page, 1, "meeting", "In a meeting");
        await page.OkAsync();

        await Expect(page.GetByText("Saved: the connection, the keywords, the integration.").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Exchange administrator password")).ToHaveValueAsync("");
        await Expect(page.GetByLabel("Exchange administrator password")).ToHaveAttributeAsync("placeholder", "stored; type to replace");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Board" }).ClickAsync();
        await Expect(page.Locator("tr[data-extension='1000']")).ToContainTextAsync("In a meeting");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_goes_the_whole_way_to_every_calendar()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test connection" }).ClickAsync();

        await Expect(page.Locator(".steps > li")).ToHaveCountAsync(7);
        await Expect(page.Locator(".steps > li").Last).ToContainTextAsync("3 of 3");
        await Expect(page.Locator(".steps > [data-state=failed]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_what_to_do_and_what_was_typed_stays()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Exchange administrator password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test connection" }).ClickAsync();

        await Expect(page.Locator(".steps > [data-state=failed]")).ToContainTextAsync("Log-in");
        await Expect(page.Locator(".steps > [data-state=failed] .to-do")).ToContainTextAsync("Check user name, password");
        await Expect(page.GetByLabel("Exchange administrator password")).ToHaveValueAsync("wrong");
    }

    [Fact]
    public async Task What_is_refused_is_told_at_its_field_and_nothing_is_lost()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.GetByLabel("Exchange administrator user name").FillAsync("admin");
        await page.GetByLabel("Port number").FillAsync("99999");
        await AddKeywordAsync(page, 4, "Meeting", "Lunch");
        await page.OkAsync();

        await Expect(page.GetByText("Nothing was saved: what is marked needs another look.").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Port number")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Port number")).ToHaveValueAsync("99999");
        await Expect(page.GetByText("The form [user name]@[domain name] is needed")).ToBeVisibleAsync();
        (await site.Host.GetAsync("api/v1/site")).GetProperty("keywords").GetArrayLength().ShouldBe(3);

        await page.GetByLabel("Port number").FillAsync($"{site.Site.Exchange.Address.Port}");
        await page.GetByLabel("Exchange administrator user name").FillAsync("admin@example.test");
        await page.OkAsync();
        await Expect(page.GetByText("The same as number 3; a keyword may stand in the list once.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Keyword 4", Exactly)).ToHaveValueAsync("Meeting");
    }

    [Fact]
    public async Task Forty_keywords_are_saved_and_a_forty_first_is_impossible()
    {
        await using var visit = await site.VisitAsync(chromium);
        await site.Host.PutAsync("api/v1/site/keywords", new { keywords = Enumerable.Range(1, 39).Select(i => new { keyword = $"keyword {i:00}", presence = "Lunch" }) });
        var page = await visit.OpenAsync(Address);

        await AddKeywordAsync(page, 40, "the last one", "Vacation");
        await Expect(page.GetByText("40 of 40")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add keyword" }).ClickAsync(new LocatorClickOptions { Force = true });

        await Expect(page.Locator(".keyword-row")).ToHaveCountAsync(40);
        await Expect(page.GetByText("A list holds at most 40 keywords. Remove one to add another.")).ToBeVisibleAsync();
        await Expect(page.Locator("#assertive")).ToContainTextAsync("A list holds at most 40 keywords");
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the keywords.").First).ToBeVisibleAsync();
        (await site.Host.GetAsync("api/v1/site")).GetProperty("keywords").GetArrayLength().ShouldBe(40);
    }

    [Fact]
    public async Task The_order_is_changed_by_keyboard_and_told_to_screen_readers()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        var handle = page.Handle("“meeting”");

        await handle.FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(handle).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");

        await Expect(page.Locator("#polite")).ToContainTextAsync("“meeting”: number 1 of 3");
        await Expect(handle).ToHaveAccessibleNameAsync("Move “meeting”, number 1 of 3");
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the keywords.").First).ToBeVisibleAsync();
        (await StoredKeywordsAsync()).ShouldBe(["meeting", "vacation", "lunch"]);
    }

    [Fact]
    public async Task The_order_is_changed_by_dragging_and_Escape_lets_go()
    {
        await using var visit = await site.VisitAsync(chromium, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 1400 } });
        var page = await visit.OpenAsync(Address);

        await page.DragAsync("“vacation”", "“meeting”");
        await page.Locator(".keyword-row .text").ShouldHoldAsync("lunch", "meeting", "vacation");

        await page.DragAsync("“vacation”", "“lunch”", letGo: false);
        await page.Keyboard.PressAsync("Escape");
        await page.Mouse.UpAsync();
        await page.Locator(".keyword-row .text").ShouldHoldAsync("lunch", "meeting", "vacation");
    }

    [Fact]
    public async Task A_subject_shows_which_keyword_wins_in_the_list_as_typed_and_why_the_others_lose()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await AddKeywordAsync(page, 4, "off", "Out of office");
        await page.GetByLabel("Whole word, keyword 4").CheckAsync();
        var told = page.Locator(".tester [role=status]");

        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Try a subject" }).FillAsync("Office lunch meeting");
        await Expect(told.Locator("li")).ToHaveTextAsync(["Lunch by “lunch”, number 2", "“meeting”, number 3 lower in the list", "“off”, number 4 not a whole word here"]);

        await page.Handle("“meeting”").FocusAsync();
        await page.Keyboard.PressAsync("Alt+Home");
        await Expect(told.Locator("li").First).ToHaveTextAsync("In a meeting by “meeting”, number 1");
        (await StoredKeywordsAsync()).ShouldBe(["vacation", "lunch", "meeting"]);
    }

    [Fact]
    public async Task A_keyword_that_can_never_win_is_warned_of_before_it_is_saved()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await AddKeywordAsync(page, 4, "board meeting", "Do not disturb");

        await Expect(page.Locator(".keyword-row").Last.Locator(".warning").Last).ToContainTextAsync("\"board meeting\" can never win");
        await Expect(page.Locator(".keyword-row").Nth(1).Locator(".found")).ToHaveTextAsync("3 people, 3 events");
    }

    [Fact]
    public async Task A_dry_run_tells_who_would_notice_and_changes_nothing()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await page.Handle("“meeting”").FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();

        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("3 people would show something else");
        await Expect(dialog.Locator(".person").First).ToContainTextAsync("User 1001");
        await Expect(dialog.Locator(".person").First.Locator(".presence")).ToHaveTextAsync(["Lunch", "In a meeting"]);
        await page.ShouldBeAccessibleAsync();
        (await StoredKeywordsAsync()).ShouldBe(["vacation", "lunch", "meeting"]);
    }

    [Fact]
    public async Task A_dry_run_can_be_cancelled()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        using var silence = site.Site.Exchange.Faults.Always(new FaultAnswer.Silence());

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();

        await Expect(dialog).ToContainTextAsync("cancelled");
    }

    [Fact]
    public async Task The_last_change_is_undone_after_saying_what_that_does()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await AddKeywordAsync(page, 4, "dentist", "Out of office");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove “lunch”" }).ClickAsync();
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the keywords.").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo last keyword change" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(".effects li")).ToHaveTextAsync(["“lunch” comes back, leading to “Lunch”.", "“dentist” goes."]);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" }).ClickAsync();

        await page.Locator(".keyword-row .text").ShouldHoldAsync("vacation", "lunch", "meeting");
        (await StoredKeywordsAsync()).ShouldBe(["vacation", "lunch", "meeting"]);
    }

    [Fact]
    public async Task Scripts_in_keywords_are_shown_as_the_text_they_are()
    {
        const string Hostile = "<script>alert(1)</script>";
        const string Other = "\"><img src=x onerror=alert(1)>${alert(1)}";
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await AddKeywordAsync(page, 4, Hostile, "Lunch");
        await AddKeywordAsync(page, 5, Other, "Lunch");
        await page.OkAsync();
        await Expect(page.GetByText("Saved: the keywords.").First).ToBeVisibleAsync();
        await visit.OpenAsync(Address);

        await Expect(page.GetByLabel("Keyword 4", Exactly)).ToHaveValueAsync(Hostile);
        await Expect(page.GetByLabel("Keyword 5", Exactly)).ToHaveValueAsync(Other);
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Try a subject" }).FillAsync($"An {Hostile} of a subject");
        await Expect(page.Locator(".tester [role=status]")).ToContainTextAsync($"“{Hostile}”, number 4");
        await Expect(page.Locator("main script, main img")).ToHaveCountAsync(0);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_with_something_typed_asks_first()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await page.GetByLabel("Keyword 1", Exactly).FillAsync("holiday");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Presences" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("What you have typed is not saved: the keywords.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();

        await Expect(page.GetByLabel("Keyword 1", Exactly)).ToHaveValueAsync("holiday");
        page.Url.ShouldEndWith(Address);
    }

    [Fact]
    public async Task Two_administrators_do_not_overwrite_one_another_unasked()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await page.GetByLabel("Keyword 1", Exactly).FillAsync("holiday");
        await site.Host.PutAsync("api/v1/site/keywords", new { keywords = new[] { new { keyword = "theirs", presence = "Lunch" } } });

        await page.OkAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("somebody else has saved the keywords");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();

        (await StoredKeywordsAsync()).ShouldBe(["theirs"]);
        await Expect(page.GetByLabel("Keyword 1", Exactly)).ToHaveValueAsync("holiday");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task The_page_is_accessible(ColorScheme scheme, int width)
    {
        await using var visit = await site.VisitAsync(chromium, new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await visit.OpenAsync(Address);
        await AddKeywordAsync(page, 4, "board meeting", "Do not disturb");
        await AddKeywordAsync(page, 5, "", "");
        await Expect(page.Locator(".keyword-row .warning").First).ToBeVisibleAsync();
        await page.Locator(".more > summary").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Try a subject" }).FillAsync("Lunch meeting");
        await Expect(page.Locator(".tester li").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test connection" }).ClickAsync();
        await Expect(page.Locator(".steps > li").Last).ToContainTextAsync("3 of 3");
        await page.OkAsync();
        await Expect(page.Locator(".keyword-row .fault")).ToBeVisibleAsync();

        await page.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page is wider than the window");
    }

    private static PageGetByLabelOptions Exactly => new() { Exact = true };

    private static async Task AddKeywordAsync(IPage page, int number, string keyword, string presence)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add keyword" }).ClickAsync();
        await page.GetByLabel($"Keyword {number}", Exactly).FillAsync(keyword);
        if (presence.Length > 0)
        {
            await page.GetByLabel($"Presence of keyword {number}", Exactly).SelectOptionAsync(presence);
        }
    }

    private async Task<IEnumerable<string?>> StoredKeywordsAsync() =>
        (await site.Host.GetAsync("api/v1/site")).GetProperty("keywords").EnumerateArray().Select(row => row.GetProperty("keyword").GetString());
}
