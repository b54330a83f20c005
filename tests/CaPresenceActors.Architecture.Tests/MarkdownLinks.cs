using System.Text;
using System.Text.RegularExpressions;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>The links of a Markdown text that lead into the project, and the anchors that its headings offer.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Targets of inline and reference links, without those to other sites. Code is skipped: what stands there is text.</summary>
    public static IEnumerable<string> Relative(string markdown)
    {
        var prose = InlineCode().Replace(Fence().Replace(markdown, ""), "");

        return Inline().Matches(prose).Concat(Reference().Matches(prose))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !Elsewhere().IsMatch(target));
    }

    /// <summary>The anchors of a text's headings, formed as GitHub forms them.</summary>
    public static IReadOnlySet<string> Anchors(string markdown) =>
        Heading().Matches(Fence().Replace(markdown, "")).Select(match => Anchor(match.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();

        foreach (var c in heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
        {
            anchor.Append(c == ' ' ? '-' : c);
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"^(?<fence>```+|~~~+).*?^\k<fence>[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<tick>`+)[^`]+\k<tick>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"^ {0,3}\[[^\]]+\]:\s*<?(?<target>[^\s>]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reference();

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:|//)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^#{1,6}[ \t]+(?<text>.+?)[ \t]*#*[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heading();
}
