using System.Net;
using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>User profiles under the hands of an administrator.</summary>
public sealed class AdministrationUsers(Chromium chromium, AdministrationSite site) : IClassFixture<AdministrationSite>
{
    private const string Address = "settings/users";
    private const string Table = "User profiles";
    private const string Hostile = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_user_is_added_changed_and_removed()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("Add user").ClickAsync();
        await page.TopDialog().Field("Extension").FillAsync("2001");
        await page.TopDialog().Field("Name").FillAsync("Ada");
        await page.TopDialog().Field("Group").FillAsync("Sales");
        await page.TopDialog().Button("Add").ClickAsync();
        await page.SeeAsync("Ada is added.");

        await page.Row(Table, "2001").Button("Ada").ClickAsync();
        await page.ShouldBeAccessibleAsync();
        await page.TopDialog().Field("Exchange User Account").FillAsync("ada@example.test");
        await page.TopDialog().GetByLabel("Hide times").CheckAsync();
        await page.TopDialog().Field("Role").SelectOptionAsync("Receptionist");
        await page.TopDialog().Button("Save").ClickAsync();
        await page.SeeAsync("Ada is saved.");
        await Expect(page.Row(Table, "2001")).ToContainTextAsync("times hidden");
        var stored = await site.Host.GetAsync("api/v1/users/2001");
        stored.GetProperty("exchangeAccount").GetString().ShouldBe("ada@example.test");
        stored.GetProperty("group").GetString().ShouldBe("Sales");
        stored.GetProperty("hideTimes").GetBoolean().ShouldBeTrue();
        (await site.Host.GetAsync("api/v1/sign-ins?search=2001")).GetProperty("signIns")[0].GetProperty("role").GetString().ShouldBe("receptionist");

        await page.Row(Table, "2001").Button("Ada").ClickAsync();
        await page.TopDialog().Button("Remove").ClickAsync();
        await page.TopDialog().Button("Cancel").ClickAsync();
        await page.TopDialog().Button("Remove").ClickAsync();
        await page.TopDialog().Button("Remove").ClickAsync();
        await page.SeeAsync("Ada is removed.");
        await Expect(page.Row(Table, "2001")).ToHaveCountAsync(0);
        await site.Host.SendAsync(HttpMethod.Get, "api/v1/users/2001", null, HttpStatusCode.NotFound);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_extension_that_is_taken_is_not_written_over()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("Add user").ClickAsync();
        await page.TopDialog().Field("Extension").FillAsync("1001");
        await page.TopDialog().Field("Name").FillAsync("Somebody else");
        await page.TopDialog().Button("Add").ClickAsync();

        await Expect(page.TopDialog().GetByRole(AriaRole.Alert)).ToContainTextAsync("The extension 1001 has a user already.");
        await Expect(page.TopDialog().Field("Name")).ToHaveValueAsync("Somebody else");
        (await site.Host.GetAsync("api/v1/users/1001")).GetProperty("name").GetString().ShouldBe("User 1001");
    }

    [Fact]
    public async Task A_file_is_previewed_line_by_line_and_imported_when_nothing_is_wrong()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("Import").ClickAsync();
        await page.ShouldBeAccessibleAsync();
        await page.GetByLabel("Drop a CSV file here, or choose one").SetInputFilesAsync(AdministrationMoves.Csv("3001,Grace,,,,Support", "3002,Short", "3003,Odd,,maybe,,", "1003,User three,user1003@example.test,,,"));
        await page.SeeAsync("2 lines are wrong, so nobody can be imported.");
        await Expect(page.TopDialog().Locator("tbody td:first-child")).ToHaveTextAsync(["3", "4"]);
        await Expect(page.TopDialog().Locator("tbody tr")).ToContainTextAsync(["There are 2 fields; the header has 6.", "The integration is \"maybe\""]);
        await Expect(page.TopDialog().GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Import" })).ToHaveCountAsync(0);
        await page.ShouldBeAccessibleAsync();

        await page.GetByLabel("Another CSV file").SetInputFilesAsync(AdministrationMoves.Csv("3001,Grace,,,,Support", "1003,User three,user1003@example.test,,,"));
        await Expect(page.Row("What the file would do", "3001")).ToContainTextAsync("new");
        await Expect(page.Row("What the file would do", "1003")).ToContainTextAsync("User 1003");
        await Expect(page.Row("What the file would do", "1003")).ToContainTextAsync("User three");
        await site.Host.SendAsync(HttpMethod.Get, "api/v1/users/3001", null, HttpStatusCode.NotFound);
        await page.TopDialog().Button("Import 2 users").ClickAsync();

        await page.SeeAsync("Imported: 1 new, 1 changed, 0 as they were.");
        await Expect(page.Row(Table, "3001")).ToContainTextAsync("Grace");
        (await site.Host.GetAsync("api/v1/users/1003")).GetProperty("name").GetString().ShouldBe("User three");
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_that_look_like_markup_are_shown_as_text()
    {
        await site.Host.SendAsync(HttpMethod.Put, "api/v1/users/6666", new { name = Hostile, group = "<script>alert(2)</script>", integration = false }, HttpStatusCode.Created);
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync($"{Address}?search=6666");

        await page.Row(Table, "6666").Button(Hostile).ClickAsync();
        await Expect(page.TopDialog().GetByRole(AriaRole.Heading)).ToHaveTextAsync($"{Hostile} (6666)");
        await page.Keyboard.PressAsync("Escape");
        await visit.OpenAsync("operation/audit?subject=6666");
        await page.SeeAsync(Hostile);
        await page.SeeAsync("<script>alert(2)</script>");

        (await page.Locator("main img, main script").CountAsync()).ShouldBe(0);
        visit.Mistakes.ShouldBeEmpty();
        await site.Host.SendAsync(HttpMethod.Delete, "api/v1/users/6666", null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Search_and_filters_find_whom_they_should_and_stay_in_the_address()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await page.ShouldBeAccessibleAsync();

        await page.Locator("main").Field("Search").FillAsync("user1002@");
        await Expect(page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = Table }).Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Row(Table, "1002")).ToHaveCountAsync(1);
        new Uri(page.Url).Query.ShouldBe("?search=user1002%40");

        await page.ReloadAsync();
        await page.SeeAsync("1 found");
        await page.Locator("main").Field("Exchange user account").SelectOptionAsync("Without an account");
        await page.Button("Show everybody").ClickAsync();
        await Expect(page.Row(Table, "1001")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_invitation_lets_somebody_choose_a_password()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync($"{Address}?user=1002");

        await page.TopDialog().Button("Invite by link").ClickAsync();
        var link = await page.ShownOnceAsync("Link");
        await page.SeeAsync("invited until");

        await using var guest = await Visit.BeginAsync(chromium, visit.Root);
        await guest.Page.GotoAsync(link);
        await guest.Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync("Seegurke-0815");
        await guest.Page.GetByLabel("again", new PageGetByLabelOptions { Exact = false }).FillAsync("Seegurke-0815");
        await guest.Page.Keyboard.PressAsync("Enter");
        await guest.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Board" }).WaitForAsync();
    }
}
