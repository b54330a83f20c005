namespace CaPresenceActors.Presence.Tests.Settings;

public class KeywordListTests
{
    private static readonly PresenceList Presences = PresenceList.OfNames(["Available", "In a meeting", "Lunch"]);

    [Fact]
    public void Has_at_most_forty_rows()
    {
        Of(Rows(40)).Count.ShouldBe(40);
        Refusal(Rows(41)).ShouldBe("The keyword list has 41 rows; at most 40 are allowed.");
    }

    [Fact]
    public void A_keyword_has_1_to_100_characters_after_normalisation()
    {
        Of(new KeywordRow("x", "Lunch")).Count.ShouldBe(1);
        Of(new KeywordRow($"  {new string('x', 100)}\t", "Lunch")).Count.ShouldBe(1);
        Of(new KeywordRow(string.Concat(Enumerable.Repeat("e\u0301", 100)), "Lunch")).Count.ShouldBe(1);
        Refusal(new KeywordRow(new string('x', 101), "Lunch")).ShouldBe("Keyword 1 is 101 characters long after normalisation; 1 to 100 are allowed.");
        Refusal(new KeywordRow(" \u3000\t", "Lunch")).ShouldBe("Keyword 1 is 0 characters long after normalisation; 1 to 100 are allowed.");
        Refusal(new KeywordRow("", "Lunch")).ShouldBe("Keyword 1 is 0 characters long after normalisation; 1 to 100 are allowed.");
    }

    // U+FDFA becomes 18 characters under NFKC.
    [Fact]
    public void A_keyword_may_grow_by_normalisation()
    {
        Of(new KeywordRow(new string('\uFDFA', 5), "Lunch")).Count.ShouldBe(1);
        Refusal(new KeywordRow(new string('\uFDFA', 6), "Lunch")).ShouldBe("Keyword 1 is 108 characters long after normalisation; 1 to 100 are allowed.");
    }

    [Theory]
    [InlineData("MEETING")]
    [InlineData("ｍｅｅｔｉｎｇ")]
    [InlineData("  meeting ")]
    public void A_keyword_stands_in_the_list_once_whatever_its_case_width_and_spaces(string twin) =>
        Refusal(new KeywordRow("meeting", "Lunch"), new KeywordRow(twin, "In a meeting", true))
            .ShouldBe($"Keyword 2 (\"{twin}\") is the same as keyword 1 but for case, width or spaces; a keyword may stand in the list once.");

    [Fact]
    public void Sharp_s_and_two_s_are_two_keywords() => Of(new KeywordRow("ß", "Lunch"), new KeywordRow("ss", "Lunch"), new KeywordRow("ẞ", "Lunch")).Count.ShouldBe(3);

    [Fact]
    public void A_reference_to_a_presence_is_trimmed_and_then_ordinal()
    {
        Of(new KeywordRow("meeting", " Lunch\t"))[0].Row.Presence.ShouldBe("Lunch");
        Refusal(new KeywordRow("meeting", "lunch")).ShouldBe("Keyword 1 (\"meeting\") leads to \"lunch\", which is not in the presence list.");
    }

    [Fact]
    public void A_keyword_is_kept_as_it_is_written() => Of(new KeywordRow("  Ｍeeting ", "Lunch"))[0].Row.Text.ShouldBe("  Ｍeeting ");

    [Fact]
    public void Lists_with_the_same_rows_are_equal_and_order_counts()
    {
        KeywordRow[] rows = [new("a", "Lunch"), new("b", "Lunch", true)];

        Of(rows).Equals(Of(rows)).ShouldBeTrue();
        Of(rows).GetHashCode().ShouldBe(Of(rows).GetHashCode());
        Of(rows).Equals(Of(rows[1], rows[0])).ShouldBeFalse();
        Of(rows).Equals(Of(rows[0], rows[1] with { WholeWord = false })).ShouldBeFalse();
    }

    private static KeywordRow[] Rows(int count) => [.. Enumerable.Range(1, count).Select(i => new KeywordRow($"word {i}", "Lunch"))];

    private static KeywordList Of(params KeywordRow[] rows) => KeywordList.Of(rows, Presences);

    private static string Refusal(params KeywordRow[] rows) => Should.Throw<RuleViolationException>(() => Of(rows)).Message;
}
