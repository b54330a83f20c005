namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Self-Referential Substitutions", "The += field separator" and "Examples of Self-Referential Substitutions".</summary>
public sealed class SelfReferenceTests
{
    [Fact]
    public void A_field_may_build_on_its_earlier_value() =>
        "path : \"a:b:c\"\npath : ${path}\":d\"".ShouldMean("""{"path":"a:b:c:d"}""");

    [Fact]
    public void It_may_do_so_again_and_again() =>
        "p = a\np = ${p}b\np = ${p}c${p}".ShouldMean("""{"p":"abcab"}""");

    [Fact]
    public void Plus_equals_appends()
    {
        "a += b".ShouldMean("""{"a":["b"]}""");
        "a = [], a += b, a += {c:1}".ShouldMean("""{"a":["b",{"c":1}]}""");
        "x { a = [1] }, x { a += 2 }".ShouldMean("""{"x":{"a":[1,2]}}""");
        "a += ${?nope}".ShouldMean("""{"a":[]}""");
        "[{ a += 1, a += 2 }]".ShouldMean("""[{"a":[1,2]}]""");
        "a = [1], a += ${a}, a += 2".ShouldMean("""{"a":[1,[1],2]}""");
        "a += ${?a} { b = 1 }".ShouldMean("""{"a":[{"b":1}]}""");
        "b = [1], a = ${b}, a += 2".ShouldMean("""{"b":[1],"a":[1,2]}""");
    }

    [Theory]
    [InlineData("foo : ${foo}")]
    [InlineData("foo : ${foo}, foo : { a : 1 }")]
    [InlineData("a : ${a}bc")]
    [InlineData("a : { b : ${a} }")]
    [InlineData("a : [${a}]")]
    [InlineData("bar : ${foo}, foo : ${bar}")]
    [InlineData("a : ${b}, b : ${c}, c : ${a}")]
    [InlineData("a : ${?b}, b : ${a}")]
    [InlineData("a : ${b.c}, b : { c : ${a} }")]
    [InlineData("a : { b : [ ${a} { c : 1 } ] }")]
    [InlineData("a += ${a}")]
    public void A_circle_without_an_earlier_value_is_refused(string text) =>
        text.ShouldBeRefused();

    [Fact]
    public void A_self_reference_sees_the_overridden_object() =>
        "foo : { a : 1 }, foo : ${foo}".ShouldMean("""{"foo":{"a":1}}""");

    [Theory]
    [InlineData("foo : ${?foo}", "{}")]
    [InlineData("a = ${?a}foo", """{"a":"foo"}""")]
    [InlineData("a : { b : ${?a} }", """{"a":{}}""")]
    [InlineData("a : [${?a}]", """{"a":[]}""")]
    [InlineData("a = ${?b}, b = ${?a}", "{}")]
    [InlineData("a.a = [ ${?a} { b = 1 } ]", """{"a":{"a":[{"b":1}]}}""")]
    [InlineData("a.b = ${?b}x, b = ${?a}", """{"a":{"b":"x"},"b":{"b":"x"}}""")]
    public void An_optional_circle_counts_as_undefined(string text, string json) => text.ShouldMean(json);

    [Fact]
    public void A_hidden_circle_is_ignored() => "foo : ${foo}, foo : 42".ShouldMean("""{"foo":42}""");

    [Fact]
    public void A_path_into_the_own_field_looks_back_too() =>
        "foo : { a : { c : 1 } }\nfoo : ${foo.a}\nfoo : { a : 2 }".ShouldMean("""{"foo":{"a":2,"c":1}}""");

    [Fact]
    public void An_object_may_refer_into_itself_and_looks_forward()
    {
        "bar : { foo : 42, baz : ${bar.foo} }".ShouldMean("""{"bar":{"foo":42,"baz":42}}""");
        "bar : { foo : 42, baz : ${bar.foo} }, bar : { foo : 43 }".ShouldMean("""{"bar":{"foo":43,"baz":43}}""");
    }

    [Fact]
    public void Objects_may_refer_into_each_other() =>
        """
        bar : { a : ${foo.d}, b : 1 }
        bar.b = 3
        foo : { c : ${bar.b}, d : 2 }
        foo.d = 4
        """.ShouldMean("""{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""");

    [Fact]
    public void Two_fields_that_take_each_others_value_end_up_the_same() =>
        "a : 1, b : 2, a : ${b}, b : ${a}".ShouldMean("""{"a":1,"b":1}""");

    [Fact]
    public void A_template_may_refer_to_what_is_made_of_it() =>
        """
        template { url = "https://"${site.host} }
        site = ${template}
        site { host = example }
        """.ShouldMean("""{"template":{"url":"https://example"},"site":{"url":"https://example","host":"example"}}""");

    [Fact]
    public void A_field_of_a_merged_object_looks_back_at_what_it_was_merged_over() =>
        "base { tags = [a] }, x = ${base}, x { tags = ${x.tags} [b] }".ShouldMean("""{"base":{"tags":["a"]},"x":{"tags":["a","b"]}}""");
}
