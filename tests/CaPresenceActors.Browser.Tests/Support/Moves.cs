using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>What people do on any page.</summary>
internal static class Moves
{
    /// <summary>A button by its whole name.</summary>
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <inheritdoc cref="Button(IPage,string)"/>
    public static ILocator Button(this ILocator place, string name) => place.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>A field by its whole label.</summary>
    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });

    /// <inheritdoc cref="Field(IPage,string)"/>
    public static ILocator Field(this ILocator place, string label) => place.GetByLabel(label, new LocatorGetByLabelOptions { Exact = true });

    /// <summary>The dialog that stands before the page.</summary>
    public static ILocator Question(this IPage page) => page.GetByRole(AriaRole.Dialog);

    public static ILocator Heading(this IPage page, string words) => page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = words });

    /// <summary>Somebody's row on the board.</summary>
    public static ILocator Row(this IPage page, string extension) => page.Locator($"tr[data-extension='{extension}']");

    /// <summary>The presence that a row shows.</summary>
    public static ILocator Shown(this IPage page, string extension) => page.Row(extension).Locator(".shows .presence");

    /// <summary>Signs in with the form.</summary>
    public static async Task SignInByFormAsync(this IPage page, string name, string password)
    {
        await page.Field("Extension or name").FillAsync(name);
        await page.Field("Password").FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }

    /// <summary>Chooses from the menu of the account.</summary>
    public static async Task FromAccountMenuAsync(this IPage page, string entry)
    {
        await page.Locator(".account .who").ClickAsync();
        await page.Button(entry).ClickAsync();
    }
}
