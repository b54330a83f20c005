using System.Globalization;
using System.Text.RegularExpressions;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>Decision records are found by number, so numbers have no gaps and the list has no holes.</summary>
public sealed partial class DecisionRecordTests
{
    private const string Folder = "docs/adr";

    private static readonly string[] Sections = ["## Context", "## Decision", "## Consequences"];

    [Fact]
    public void Decision_records_keep_their_form()
    {
        var records = Repository.FilesUnder(Folder, ".md").Where(file => file != $"{Folder}/README.md")
            .ToDictionary(file => file[(Folder.Length + 1)..], Repository.Read, StringComparer.Ordinal);
        records.ShouldNotBeEmpty();

        Problems(records, Repository.Read($"{Folder}/README.md")).ShouldBeEmpty();
    }

    [Fact]
    public void A_record_in_good_form_passes() => Problems(Records(Good), "[1](0001-one.md)").ShouldBeEmpty();

    [Fact]
    public void A_gap_in_the_numbers_is_caught() =>
        Problems(new() { ["0002-one.md"] = Good.Replace("0001", "0002", StringComparison.Ordinal) }, "[2](0002-one.md)")
            .ShouldBe(["0002-one.md: the number should be 0001."]);

    [Fact]
    public void A_record_that_is_not_in_the_list_is_caught() =>
        Problems(Records(Good), "# Decisions").ShouldBe(["0001-one.md: README.md does not list it."]);

    [Fact]
    public void A_title_with_another_number_is_caught() =>
        Problems(Records(Good.Replace("# 0001.", "# 0007.", StringComparison.Ordinal)), "[1](0001-one.md)")
            .ShouldBe(["0001-one.md: the first line should be \"# 0001. Title\"."]);

    [Theory]
    [InlineData("2026-11-22. Accepted.", "soon", "the third line should be a date and a status, such as \"2026-11-22. Accepted.\"")]
    [InlineData("## Consequences", "## And so", "the section \"## Consequences\" is missing.")]
    public void A_missing_part_is_caught(string part, string instead, string problem) =>
        Problems(Records(Good.Replace(part, instead, StringComparison.Ordinal)), "[1](0001-one.md)").ShouldBe([$"0001-one.md: {problem}"]);

    private const string Good = "# 0001. One\n\n2026-11-22. Accepted.\n\n## Context\n\n## Decision\n\n## Consequences\n";

    private static Dictionary<string, string> Records(string text) => new(StringComparer.Ordinal) { ["0001-one.md"] = text };

    private static IEnumerable<string> Problems(Dictionary<string, string> records, string list) =>
        records.OrderBy(record => record.Key, StringComparer.Ordinal)
            .SelectMany((record, index) => Problems(record.Key, record.Value.Split('\n'), index + 1, list).Select(problem => $"{record.Key}: {problem}"));

    private static IEnumerable<string> Problems(string file, string[] lines, int expected, string list)
    {
        var number = expected.ToString("0000", CultureInfo.InvariantCulture);

        if (!file.StartsWith($"{number}-", StringComparison.Ordinal))
        {
            yield return $"the number should be {number}.";
        }

        if (!lines[0].StartsWith($"# {file[..4]}. ", StringComparison.Ordinal))
        {
            yield return $"the first line should be \"# {file[..4]}. Title\".";
        }

        if (lines.Length < 3 || !DateAndStatus().IsMatch(lines[2]))
        {
            yield return "the third line should be a date and a status, such as \"2026-11-22. Accepted.\"";
        }

        foreach (var section in Sections.Except(lines))
        {
            yield return $"the section \"{section}\" is missing.";
        }

        if (!list.Contains($"({file})", StringComparison.Ordinal))
        {
            yield return "README.md does not list it.";
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}\. (Accepted|Superseded by \[?\d{4}).*\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateAndStatus();
}
