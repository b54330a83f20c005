using System.Net;
using System.Net.Http.Headers;
using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests;

/// <summary>Who and what is let in, and what is told: sign-ins, tokens, webhooks.</summary>
public sealed class AdministrationAccess(Chromium chromium, AdministrationSite site) : IClassFixture<AdministrationSite>
{
    private const string Address = "settings/access";

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends_when_it_is_revoked()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("New token").ClickAsync();
        await page.TopDialog().Field("Name").FillAsync("switchboard");
        await page.TopDialog().Button("Create").ClickAsync();
        await page.TopDialog().Field("Token").WaitForAsync();
        await page.ShouldBeAccessibleAsync();
        var token = await page.ShownOnceAsync("Token");
        await Expect(page.Row("API tokens", "switchboard")).ToContainTextAsync("Read only");
        (await page.ContentAsync()).ShouldNotContain(token);

        using var program = new HttpClient { BaseAddress = visit.Root };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await AskAsync(program)).ShouldBe(HttpStatusCode.OK);

        await page.Button("Revoke switchboard").ClickAsync();
        await page.TopDialog().Button("Revoke").ClickAsync();
        await page.SeeAsync("The token switchboard is revoked.");
        (await AskAsync(program)).ShouldBe(HttpStatusCode.Unauthorized);
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_is_created_tested_and_shows_what_was_delivered()
    {
        await using var receiver = await WebhookReceiver.StartAsync(204);
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("New webhook").ClickAsync();
        await page.TopDialog().Field("Name").FillAsync("Switch");
        await page.TopDialog().Field("Address").FillAsync("ftp://example.test/");
        await page.TopDialog().Button("Create").ClickAsync();
        await Expect(page.TopDialog().GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.TopDialog().Field("Address").FillAsync(receiver.Url);
        await page.TopDialog().Button("Create").ClickAsync();
        var secret = await page.ShownOnceAsync("Secret");

        await page.Row("Webhooks", "Switch").Button("Switch").ClickAsync();
        await page.TopDialog().Button("Test").ClickAsync();
        await page.SeeAsync("The test was taken: status 204");
        (await receiver.Deliveries.FirstAsync(_ => true, "a test")).IsSignedWith(secret).ShouldBeTrue();
        await Expect(page.Row("Last deliveries", "test").First).ToContainTextAsync("204");
        await page.ShouldBeAccessibleAsync();

        await site.Host.PutAsync("api/v1/presence/1002/manual", new { presence = "Lunch", hold = "untilCleared" });
        await page.Row("Last deliveries", "1 change").First.WaitForAsync();

        await page.TopDialog().Button("Replay…").ClickAsync();
        await page.TopDialog().Field("Go on after position").FillAsync("0");
        await page.TopDialog().Button("Replay").ClickAsync();
        await page.SeeAsync("Switch goes on after position 0.");
        await page.TopDialog().Button("Switch off").ClickAsync();
        await page.TopDialog().Button("Switch on").WaitForAsync();
        visit.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_administrator_is_protected_and_that_is_said()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);
        await page.ShouldBeAccessibleAsync();

        await page.Row("Administrators and receptionists", AdministrationSite.Administrator).Button(AdministrationSite.Administrator).ClickAsync();
        await Expect(page.TopDialog().Button("Remove")).ToBeDisabledAsync();
        await Expect(page.TopDialog().Field("Role")).ToBeDisabledAsync();
        await Expect(page.TopDialog()).ToContainTextAsync("The last administrator who can sign in can be neither removed nor given another role.");
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_receptionist_is_added_given_a_password_and_removed()
    {
        await using var visit = await site.VisitAsync(chromium);
        var page = await visit.OpenAsync(Address);

        await page.Button("Add a sign-in").ClickAsync();
        await page.TopDialog().Field("Name").FillAsync("desk");
        await page.TopDialog().Button("Add and invite").ClickAsync();
        await page.ShownOnceAsync("Link");
        await page.Row("Administrators and receptionists", "desk").Button("desk").ClickAsync();
        await page.TopDialog().Button("Set password").ClickAsync();
        await page.TopDialog().Field("New password of desk").FillAsync("short");
        await page.TopDialog().Button("Set").ClickAsync();
        await Expect(page.TopDialog()).ToContainTextAsync("8 to 256 are needed");
        await page.TopDialog().Field("New password of desk").FillAsync("Seegurke-0815");
        await page.TopDialog().Button("Set").ClickAsync();
        await page.SeeAsync("desk has a new password");

        await using var desk = await Visit.BeginAsync(chromium, visit.Root);
        await desk.SignInAsync("desk", "Seegurke-0815");
        var history = await desk.OpenAsync("operation/history");
        await history.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "History" }).WaitForAsync();

        await page.TopDialog().Button("Remove").ClickAsync();
        await page.TopDialog().Button("Remove").ClickAsync();
        await page.SeeAsync("desk is removed.");
        await Expect(page.Row("Administrators and receptionists", "desk")).ToHaveCountAsync(0);
        visit.Mistakes.ShouldBeEmpty();
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient program)
    {
        using var answer = await program.GetAsync(new Uri("api/v1/presence", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
