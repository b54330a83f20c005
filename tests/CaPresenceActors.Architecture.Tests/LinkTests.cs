namespace CaPresenceActors.Architecture.Tests;

public sealed class LinkTests
{
    [Fact]
    public void Every_relative_link_in_a_page_leads_somewhere()
    {
        var pages = Repository.FilesWith(".md").ToDictionary(file => file, Repository.Read, StringComparer.Ordinal);
        pages.ShouldNotBeEmpty();

        pages.SelectMany(page => Broken(page.Key, page.Value, Repository.Exists, target => pages.GetValueOrDefault(target))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("see [the rules](rules.md)", "docs/page.md: rules.md")]
    [InlineData("![picture](pictures/none.png \"none\")", "docs/page.md: pictures/none.png")]
    [InlineData("[up]: ../nowhere.md", "docs/page.md: ../nowhere.md")]
    [InlineData("[part](#a-missing-heading)", "docs/page.md: #a-missing-heading")]
    [InlineData("[part](other.md#a-missing-heading)", "docs/page.md: other.md#a-missing-heading")]
    [InlineData("[out](../../secret.md)", "docs/page.md: ../../secret.md")]
    public void A_link_to_nowhere_is_caught(string text, string expected) => Broken(text).ShouldBe([expected]);

    [Theory]
    [InlineData("[other](other.md)")]
    [InlineData("[other](other.md#winner-and-loser)")]
    [InlineData("[folder](..)")]
    [InlineData("[up](../README.md)")]
    [InlineData("[site](https://example.com/nothing)")]
    [InlineData("[mail](mailto:a@example.com)")]
    [InlineData("# Here it is\n\n[here](#here-it-is)")]
    [InlineData("`[code](nowhere.md)`")]
    [InlineData("```\n[code](nowhere.md)\n```")]
    public void A_link_that_leads_somewhere_passes(string text) => Broken(text).ShouldBeEmpty();

    private static IEnumerable<string> Broken(string text)
    {
        var pages = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["docs/page.md"] = text,
            ["docs/other.md"] = "# Other\n\n## Winner, and loser\n",
            ["README.md"] = "# Top",
        };

        return Broken("docs/page.md", text, path => path is "docs" or "" || pages.ContainsKey(path), target => pages.GetValueOrDefault(target));
    }

    private static IEnumerable<string> Broken(string page, string text, Func<string, bool> exists, Func<string, string?> read) =>
        MarkdownLinks.Relative(text).Where(target => !Leads(page, target, exists, read)).Select(target => $"{page}: {target}");

    private static bool Leads(string page, string target, Func<string, bool> exists, Func<string, string?> read)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Resolve(page, Uri.UnescapeDataString(parts[0]));

        return path is not null && exists(path)
            && (parts.Length == 1 || read(path) is not { } markdown || MarkdownLinks.Anchors(markdown).Contains(parts[1]));
    }

    // Null when the path leaves the project: a link out of the clone works on one machine only.
    private static string? Resolve(string page, string target)
    {
        var path = new Stack<string>(page.Split('/')[..^1]);

        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                path.Push(part);
            }
            else if (!path.TryPop(out _))
            {
                return null;
            }
        }

        return string.Join('/', path.Reverse());
    }
}
