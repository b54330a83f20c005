using System.Text;
using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>What people do on the pages of administration.</summary>
internal static class AdministrationMoves
{
    /// <summary>The dialog on top.</summary>
    public static ILocator TopDialog(this IPage page) => page.GetByRole(AriaRole.Dialog).Last;

    /// <summary>The row of a table that has a text in it.</summary>
    public static ILocator Row(this IPage page, string table, string text) =>
        page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = table }).Locator("tbody tr").Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>Waits until words are there to be seen.</summary>
    public static Task SeeAsync(this IPage page, string words) => page.GetByText(words).First.WaitForAsync();

    /// <summary>What is shown once, read and put away.</summary>
    public static async Task<string> ShownOnceAsync(this IPage page, string label)
    {
        var dialog = page.TopDialog();
        var secret = await dialog.Field(label).InputValueAsync();
        await dialog.Button("I have it").ClickAsync();
        return secret;
    }

    /// <summary>A CSV file to choose.</summary>
    public static FilePayload Csv(params string[] lines) =>
        new() { Name = "users.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(string.Join('\n', ["extension,name,exchangeAccount,integration,timeZone,group", .. lines])) };
}
