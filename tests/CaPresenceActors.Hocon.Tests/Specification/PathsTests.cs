namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Path expressions" and "Paths as keys".</summary>
public sealed class PathsTests
{
    [Theory]
    [InlineData("foo.bar.\"hello.world\"", "foo", "bar", "hello.world")]
    [InlineData("10.0foo", "10", "0foo")]
    [InlineData("foo10.0", "foo10", "0")]
    [InlineData("foo\"10.0\"", "foo10.0")]
    [InlineData("1.2.3", "1", "2", "3")]
    [InlineData("a.\"\".b", "a", "", "b")]
    [InlineData("a b c", "a b c")]
    [InlineData("true", "true")]
    [InlineData("/a/b/c", "/a/b/c")]
    [InlineData("poll-interval", "poll-interval")]
    [InlineData("foo  \"bar\"  baz", "foo  bar  baz")]
    public void Dots_outside_quotes_separate(string path, params string[] elements) => HoconPath.Parse(path).Elements.ShouldBe(elements);

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData(".")]
    [InlineData("a:b")]
    [InlineData("${a}")]
    [InlineData("a\nb")]
    public void An_empty_element_or_a_reserved_character_is_refused(string path) => Should.Throw<HoconException>(() => HoconPath.Parse(path));

    [Theory]
    [InlineData("a.b-c")]
    [InlineData("a.\"b.c\"")]
    [InlineData("a.\"\".b")]
    [InlineData("\"a\\\\b\\\"c\"")]
    [InlineData("\"x//y\"")]
    [InlineData("\" \"")]
    public void A_path_is_shown_as_it_is_written(string path)
    {
        HoconPath.Parse(path).ToString().ShouldBe(path);
        HoconPath.Parse(path).ShouldBe(HoconPath.Parse(path));
    }

    [Theory]
    [InlineData("foo.bar : 42", """{"foo":{"bar":42}}""")]
    [InlineData("foo.bar.baz : 42", """{"foo":{"bar":{"baz":42}}}""")]
    [InlineData("a.x : 42, a.y : 43", """{"a":{"x":42,"y":43}}""")]
    [InlineData("a b c : 42", """{"a b c":42}""")]
    [InlineData("true : 42", """{"true":42}""")]
    [InlineData("3 : 42", """{"3":42}""")]
    [InlineData("3.14 : 42", """{"3":{"14":42}}""")]
    [InlineData("\"3.14\" : 42", """{"3.14":42}""")]
    [InlineData("a.b { c = 1 }", """{"a":{"b":{"c":1}}}""")]
    [InlineData("\"\"\"a.b\"\"\" = 1", """{"a.b":1}""")]
    public void A_path_as_key_makes_the_objects_on_its_way(string text, string json) => text.ShouldMean(json);

    [Theory]
    [InlineData("a..b = 1")]
    [InlineData(".a = 1")]
    [InlineData("a. = 1")]
    [InlineData("${a} = 1")]
    [InlineData("a${b} = 1")]
    [InlineData("[a] = 1")]
    public void A_key_is_a_path_and_nothing_else(string text) => text.ShouldBeRefused();
}
