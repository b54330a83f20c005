namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Array and object concatenation", "Concatenation with whitespace and substitutions" and "Arrays without commas or newlines".</summary>
public sealed class ConcatenationTests
{
    [Theory]
    [InlineData("a : { b : 1, c : 2 }")]
    [InlineData("a : { b : 1 } { c : 2 }")]
    [InlineData("a : { b : 1 }\na : { c : 2 }")]
    public void Objects_side_by_side_merge(string text) => text.ShouldMean("""{"a":{"b":1,"c":2}}""");

    [Theory]
    [InlineData("a : [ 1, 2, 3, 4 ]")]
    [InlineData("a : [ 1, 2 ] [ 3, 4 ]")]
    [InlineData("a : [ 1, 2 ]\na : ${a} [ 3, 4 ]")]
    [InlineData("a : [ 1 ], a += 2, a += 3, a += 4")]
    public void Lists_side_by_side_join(string text) => text.ShouldMean("""{"a":[1,2,3,4]}""");

    [Fact]
    public void An_object_inherits_from_another() =>
        """
        generic = { size = 6 }
        east = ${generic} { name = "east" }
        """.ShouldMean("""{"generic":{"size":6},"east":{"size":6,"name":"east"}}""");

    [Fact]
    public void An_inheriting_object_may_refer_to_itself() =>
        """
        generic = { size = 6 }
        east = ${generic} { name = "east", title = ${east.name}-${east.size} }
        """.ShouldMean("""{"generic":{"size":6},"east":{"size":6,"name":"east","title":"east-6"}}""");

    [Fact]
    public void A_path_grows() =>
        "path = [ /bin ]\npath = ${path} [ /usr/bin ]".ShouldMean("""{"path":["/bin","/usr/bin"]}""");

    [Fact]
    public void New_lines_inside_are_fine_but_between_they_separate()
    {
        "[ [ 1, 2 ] [ 3, 4 ] ]".ShouldMean("[[1,2,3,4]]");
        "[ [ 1,\n 2 ]\n [ 3, 4 ] ]".ShouldMean("[[1,2],[3,4]]");
        "[ {a:1} {b:2} ]".ShouldMean("""[{"a":1,"b":2}]""");
        "[ {a:1}\n {b:2} ]".ShouldMean("""[{"a":1},{"b":2}]""");
    }

    [Fact]
    public void Space_between_substitutions_counts_for_texts_only()
    {
        "a = x, b = y, c = ${a} ${b}".ShouldMean("""{"a":"x","b":"y","c":"x y"}""");
        "a = [1], b = [2], c = ${a} ${b}".ShouldMean("""{"a":[1],"b":[2],"c":[1,2]}""");
        "a {x=1}, b {y=2}, c = ${a} ${b}".ShouldMean("""{"a":{"x":1},"b":{"y":2},"c":{"x":1,"y":2}}""");
    }

    [Fact]
    public void Elements_of_lists_may_hold_substitutions() =>
        "n = Ann, l = [ my name is ${n}, Hello ${n} ]".ShouldMean("""{"n":"Ann","l":["my name is Ann","Hello Ann"]}""");

    [Theory]
    [InlineData("a = {} []")]
    [InlineData("a = [] {}")]
    [InlineData("a = x []")]
    [InlineData("a = [] x")]
    [InlineData("a = {} x")]
    [InlineData("a = [] \" \" []")]
    [InlineData("b = x, a = ${b} []")]
    [InlineData("b = x, a = ${b} {}")]
    [InlineData("b = [], a = ${b} {}")]
    [InlineData("b = {}, a = ${b} []")]
    [InlineData("b = [1], a = y${b}z")]
    [InlineData("b = {c:2}, a = y${b}z")]
    [InlineData("b = {}, c = [], a = ${b} ${c}")]
    [InlineData("a = x, a += y")]
    public void Kinds_are_not_mixed(string text) => text.ShouldBeRefused();

    [Fact]
    public void An_object_with_numeric_keys_joins_as_a_list_where_one_is_needed() =>
        """
        numbered { "2" = c, "0" = a, other = x }
        list = [ z ] ${numbered}
        """.ShouldMean("""{"numbered":{"2":"c","0":"a","other":"x"},"list":["z","a","c"]}""");
}
