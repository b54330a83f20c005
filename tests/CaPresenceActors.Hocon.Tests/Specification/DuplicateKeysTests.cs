namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's section "Duplicate keys and object merging".</summary>
public sealed class DuplicateKeysTests
{
    [Fact]
    public void The_later_of_two_values_wins() => "a = 1, a = 2".ShouldMean("""{"a":2}""");

    [Fact]
    public void Two_objects_merge() =>
        """{ "foo" : { "a" : 42 }, "foo" : { "b" : 43 } }""".ShouldMean("""{"foo":{"a":42,"b":43}}""");

    [Fact]
    public void Merging_goes_all_the_way_down() =>
        "a { b { c = 1, d = 2 } }, a { b { d = 3 }, e = 4 }".ShouldMean("""{"a":{"b":{"c":1,"d":3},"e":4}}""");

    [Fact]
    public void A_null_in_between_prevents_the_merge() =>
        """{ "foo" : { "a" : 42 }, "foo" : null, "foo" : { "b" : 43 } }""".ShouldMean("""{"foo":{"b":43}}""");

    [Fact]
    public void Lists_replace_each_other() => "a = [1, 2], a = [3]".ShouldMean("""{"a":[3]}""");
}
