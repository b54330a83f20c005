namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Substitutions" and "Substitution fallback to environment variables".</summary>
public sealed class SubstitutionsTests
{
    [Theory]
    [InlineData("animal.favorite = cat, key : ${animal.favorite} is my favorite animal")]
    [InlineData("animal.favorite = cat, key : ${animal.favorite}\" is my favorite animal\"")]
    [InlineData("key : ${ animal.favorite } is my favorite animal, animal { favorite = cat }")]
    [InlineData("key : ${\"animal\".favorite} is my favorite animal, animal { favorite = cat }")]
    public void A_substitution_is_replaced_by_the_value_of_its_path(string text) =>
        ((HoconScalar)HoconConfig.Parse(text).Find("key")!).Text.ShouldBe("cat is my favorite animal");

    [Fact]
    public void Inside_quotes_nothing_is_substituted() => "a = \"${b}\"".ShouldMean("""{"a":"${b}"}""");

    [Fact]
    public void The_latest_value_counts_even_if_it_comes_after() => "a = ${b}, b = 1, b = 2".ShouldMean("""{"a":2,"b":2}""");

    [Fact]
    public void Alone_it_keeps_its_type() =>
        "a = ${n} , b = ${o}, c = ${l}, d = ${t}, e = ${z}, n = 1, o {x=1}, l = [1], t = true, z = null"
            .ShouldMean("""{"a":1,"b":{"x":1},"c":[1],"d":true,"e":null,"n":1,"o":{"x":1},"l":[1],"t":true,"z":null}""");

    [Fact]
    public void In_a_text_it_becomes_text_as_it_was_written() =>
        "n = 1e05, z = null, a = x${n}y${z}".ShouldMean("""{"n":"1e05","z":null,"a":"x1e05ynull"}""".Replace("\"1e05\"", "1e05", StringComparison.Ordinal));

    [Theory]
    [InlineData("a = 1, a = ${?nope}", """{"a":1}""")]
    [InlineData("a = ${?nope}", "{}")]
    [InlineData("a = [1, ${?nope}, 2]", """{"a":[1,2]}""")]
    [InlineData("a = x${?nope}y", """{"a":"xy"}""")]
    [InlineData("a = ${?nope}[1]", """{"a":[1]}""")]
    [InlineData("a = ${?nope}{b:1}", """{"a":{"b":1}}""")]
    [InlineData("a = ${?nope}${?nor}", "{}")]
    [InlineData("a = ${?nope} ${?nor}", """{"a":" "}""")]
    [InlineData("a {b = ${?nope}}", """{"a":{}}""")]
    [InlineData("n = 1, a = ${?nope}${n}", """{"n":1,"a":1}""")]
    [InlineData("n = 1, a = ${?nope} ${n}", """{"n":1,"a":" 1"}""")]
    [InlineData("n {b=1}, a = ${?nope} ${n}", """{"n":{"b":1},"a":{"b":1}}""")]
    public void An_optional_one_that_is_undefined_disappears(string text, string json) => text.ShouldMean(json);

    [Theory]
    [InlineData("a = ${nope}")]
    [InlineData("a = [${nope}]")]
    [InlineData("a = x${nope}")]
    [InlineData("b = 1, a = ${b.c}")]
    [InlineData("a = ${}")]
    [InlineData("a = ${?}")]
    [InlineData("a = ${ ?b}")]
    [InlineData("a = ${b")]
    [InlineData("a = ${b\n}")]
    [InlineData("a = ${${b}}")]
    [InlineData("a = $b")]
    [InlineData("a = ${b..c}")]
    public void A_required_one_that_is_undefined_or_badly_written_is_refused(string text) => text.ShouldBeRefused();

    [Fact]
    public void A_hidden_one_is_never_looked_up() => "foo : ${does-not-exist}\nfoo : 42".ShouldMean("""{"foo":42}""");

    [Fact]
    public void The_environment_is_asked_last()
    {
        var options = new HoconOptions { EnvironmentVariable = name => name is "HOST" or "b" ? "from environment" : null };

        Json.Render(HoconConfig.Parse("a = ${HOST}, b = set, c = ${b}, d = ${?NOPE}, e = \"<\"${HOST}\">\"", options: options).Root)
            .ShouldBe("""{"a":"from environment","b":"set","c":"set","e":"\u003Cfrom environment\u003E"}""");
    }

    [Fact]
    public void A_null_keeps_the_environment_from_being_asked()
    {
        var options = new HoconOptions { EnvironmentVariable = _ => "from environment" };

        Json.Render(HoconConfig.Parse("HOME = null, a = ${HOME}", options: options).Root).ShouldBe("""{"HOME":null,"a":null}""");
    }

    [Fact]
    public void An_empty_variable_is_an_empty_text()
    {
        var options = new HoconOptions { EnvironmentVariable = _ => "" };

        Json.Render(HoconConfig.Parse("a = x, a = ${?EMPTY}", options: options).Root).ShouldBe("""{"a":""}""");
    }

    [Fact]
    public void A_path_leads_through_substitutions() =>
        "a = ${b}, b { c = ${d} }, d { e = 1 }, f = ${a.c.e}".ShouldMean("""{"a":{"c":{"e":1}},"b":{"c":{"e":1}},"d":{"e":1},"f":1}""");

    [Fact]
    public void A_path_leads_through_concatenated_objects() =>
        "x { p = 1, q = 1 }, y { q = 2 }, a = ${x} ${y}, f = ${a.p}${a.q}".ShouldMean("""{"x":{"p":1,"q":1},"y":{"q":2},"a":{"p":1,"q":2},"f":"12"}""");
}
