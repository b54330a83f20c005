using System.Text.Json;
using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>Deque's checker of accessibility, run in a page as it stands.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(Load);

    /// <summary>Fails with every violation: the rule, what it wants, and the elements that break it.</summary>
    public static async Task ShouldBeAccessibleAsync(this IPage page)
    {
        await page.EvaluateAsync(Script.Value);
        var violations = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations)");
        violations.EnumerateArray().Select(Told).ShouldBeEmpty($"{page.Url} is not accessible to everybody");
    }

    private static string Told(JsonElement violation) =>
        $"{violation.GetProperty("id")}: {violation.GetProperty("help")}: {string.Join(", ", violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html").GetString()))}";

    private static string Load()
    {
        using var stream = typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
