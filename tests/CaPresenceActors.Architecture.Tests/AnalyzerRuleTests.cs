using System.Text.RegularExpressions;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>A rule that is switched off is a decision: CONTRIBUTING.md says why.</summary>
public sealed partial class AnalyzerRuleTests
{
    [Fact]
    public void Every_rule_that_is_off_is_explained() =>
        Unexplained(Repository.Read(".editorconfig"), Repository.Read("CONTRIBUTING.md")).ShouldBeEmpty();

    [Fact]
    public void A_rule_that_is_off_without_a_word_is_caught() =>
        Unexplained("dotnet_diagnostic.MA0002.severity = none\ndotnet_diagnostic.MA9999.severity=none\ndotnet_diagnostic.MA0026.severity = error", "| MA0002 | why |")
            .ShouldBe(["MA9999"]);

    private static IEnumerable<string> Unexplained(string editorConfig, string contributing) =>
        SwitchedOff().Matches(editorConfig).Select(match => match.Groups["rule"].Value).Distinct()
            .Where(rule => !contributing.Contains(rule, StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*dotnet_diagnostic\.(?<rule>\w+)\.severity\s*=\s*(none|silent)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SwitchedOff();
}
