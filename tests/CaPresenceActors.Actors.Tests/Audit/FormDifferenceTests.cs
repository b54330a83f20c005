using System.Text.Json;
using CaPresenceActors.Actors.Audit;

namespace CaPresenceActors.Actors.Tests.Audit;

public sealed class FormDifferenceTests
{
    [Fact]
    public void What_is_the_same_is_not_told() => Differences("""{"a":1,"b":[{"name":"x","y":2}]}""", """{"b":[{"name":"x","y":2}],"a":1}""").ShouldBeEmpty();

    [Fact]
    public void A_member_that_nobody_thought_of_is_told() => Differences("""{"a":true}""", """{"a":false,"brandNew":"yes"}""")
        .ShouldBe([new AuditChange("a", "true", "false"), new AuditChange("brandNew", null, "yes")]);

    [Fact]
    public void Null_counts_as_not_there() => Differences("""{"a":null,"b":1}""", """{"b":null}""").ShouldBe([new AuditChange("b", "1", null)]);

    [Fact]
    public void Rows_that_only_change_places_are_told_as_an_order() => Differences("""{"rows":[{"name":"x"},{"name":"y"},{"name":"z"}]}""", """{"rows":[{"name":"z"},{"name":"x"}]}""")
        .ShouldBe([new AuditChange("rows[y]", "", null), new AuditChange("rows.order", "x, z", "z, x")]);

    [Fact]
    public void The_same_row_twice_is_told_as_often_as_it_is_there() => Differences("""{"rows":[{"name":"x","to":"1"}]}""", """{"rows":[{"name":"x","to":"1"},{"name":"x","to":"2"}]}""")
        .ShouldBe([new AuditChange("rows[x (2)]", null, "2")]);

    [Fact]
    public void A_list_of_texts_is_told_text_by_text() => Differences("""{"extensions":["1","2"]}""", """{"extensions":["2","3"]}""")
        .ShouldBe([new AuditChange("extensions[1]", "1", null), new AuditChange("extensions[3]", null, "3")]);

    [Fact]
    public void An_own_list_that_is_empty_is_not_the_same_as_none() => Differences("""{}""", """{"ownKeywords":[]}""").ShouldBe([new AuditChange("keywords", null, "an empty list")]);

    [Fact]
    public void A_very_long_text_is_told_by_its_length_and_its_hash()
    {
        var change = Differences("""{}""", $$"""{"certificateAuthority":"{{new string('a', 300)}}"}""").ShouldHaveSingleItem();

        change.After.ShouldBe("300 characters, SHA-256 9835fa6bf4e20a9b9ea812506302e98982721a6cf8d2cae67af57129bf21ae90");
    }

    private static List<AuditChange> Differences(string before, string after) => [.. FormDifference.Inside(JsonElement.Parse(before), JsonElement.Parse(after))];
}
