namespace CaPresenceActors.Architecture.Tests;

/// <summary>Not a cap on taste, but an alarm: a file of this size has more than one reason to change.</summary>
public sealed class FileSizeTests
{
    private const int Most = 600;

    // File → why it is better whole than in parts.
    private static readonly Dictionary<string, string> Excused = new(StringComparer.Ordinal);

    [Fact]
    public void No_source_file_is_longer_than_600_lines() =>
        Repository.FilesUnder("src", ".cs").Except(Excused.Keys).Where(file => IsTooLong(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void No_file_is_excused_without_need() =>
        Excused.Keys.Where(file => !Repository.Exists(file) || !IsTooLong(Repository.Read(file))).ShouldBeEmpty();

    [Theory]
    [InlineData(600, false)]
    [InlineData(601, true)]
    public void A_file_that_is_too_long_is_caught(int lines, bool caught) =>
        IsTooLong(string.Concat(Enumerable.Repeat("x\n", lines))).ShouldBe(caught);

    private static bool IsTooLong(string text) => text.Count(c => c == '\n') > Most;
}
