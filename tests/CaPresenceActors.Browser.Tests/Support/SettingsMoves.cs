using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>What people do on the pages of the settings.</summary>
internal static class SettingsMoves
{
    public static Task OkAsync(this IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "OK", Exact = true }).ClickAsync();

    /// <summary>The handle by which a row is moved.</summary>
    public static ILocator Handle(this IPage page, string row) => page.Locator($"button[aria-label^='Move {row},']");

    /// <summary>Drags a row to the place of another.</summary>
    public static async Task DragAsync(this IPage page, string row, string to, bool letGo = true)
    {
        var from = await MiddleAsync(page.Handle(row));
        var there = await MiddleAsync(page.Handle(to));
        await page.Mouse.MoveAsync(from.X, from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(there.X, there.Y, new MouseMoveOptions { Steps = 8 });
        if (letGo)
        {
            await page.Mouse.UpAsync();
        }
    }

    /// <summary>Waits until there are as many inputs as values, and each holds its own.</summary>
    public static async Task ShouldHoldAsync(this ILocator inputs, params string[] values)
    {
        await Expect(inputs).ToHaveCountAsync(values.Length);
        foreach (var (index, value) in values.Index())
        {
            await Expect(inputs.Nth(index)).ToHaveValueAsync(value);
        }
    }

    private static async Task<(float X, float Y)> MiddleAsync(ILocator handle)
    {
        var box = await handle.BoundingBoxAsync();
        box.ShouldNotBeNull();
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
