namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Unquoted strings", "Multi-line strings" and "String value concatenation".</summary>
public sealed class StringsTests
{
    [Theory]
    [InlineData("truefoo", "truefoo")]
    [InlineData("footrue", "footrue")]
    [InlineData("10.0bar", "10.0bar")]
    [InlineData("bar10.0", "bar10.0")]
    [InlineData("10e3e3", "10e3e3")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("007", "007")]
    [InlineData("(42)", "(42)")]
    [InlineData("a/b", "a/b")]
    [InlineData("include", "include")]
    [InlineData("it's", "it's")]
    public void Without_quotes_a_text_is_literal(string written, string meant) => Json.Of($"a = {written}").ShouldBe($$"""{"a":"{{meant.Replace("'", "\\u0027")}}"}""");

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("-0.5")]
    [InlineData("10e+3")]
    public void A_single_value_keeps_its_type(string written) => Json.Of($"a = {written}").ShouldBe($$"""{"a":{{written}}}""");

    [Theory]
    [InlineData('$')]
    [InlineData('+')]
    [InlineData('`')]
    [InlineData('^')]
    [InlineData('?')]
    [InlineData('!')]
    [InlineData('@')]
    [InlineData('*')]
    [InlineData('&')]
    [InlineData('\\')]
    [InlineData('=')]
    [InlineData(':')]
    public void Reserved_characters_need_quotes(char reserved)
    {
        $"a = x{reserved}y".ShouldBeRefused().Message.ShouldContain(reserved.ToString());
        $"a = [ {reserved} ]".ShouldBeRefused();
        Json.Of($"a = \"{(reserved == '\\' ? "\\\\" : reserved.ToString())}\"").ShouldNotBeEmpty();
    }

    [Fact]
    public void A_number_with_something_after_its_signed_exponent_is_refused() => "a = 10e+3e".ShouldBeRefused().Column.ShouldBe(8);

    [Theory]
    [InlineData("a =  foo bar  baz  ", "foo bar  baz")]
    [InlineData("a = null bar 42 baz true 3.14 \"hi\"", "null bar 42 baz true 3.14 hi")]
    [InlineData("a = 1e5 x", "1e5 x")]
    [InlineData("a = \"x\"y\" z\"", "xy z")]
    [InlineData("a = foo # not this", "foo")]
    [InlineData("a = foo // not this", "foo")]
    [InlineData("a = 1 2", "1 2")]
    public void Values_side_by_side_are_one_text_with_the_space_between_them(string text, string meant) => text.ShouldMean($$"""{"a":"{{meant}}"}""");

    [Fact]
    public void Without_commas_or_new_lines_a_list_has_one_element() => "[ 1 2 3 4 ]".ShouldMean("""["1 2 3 4"]""");

    [Fact]
    public void Triple_quotes_take_everything_as_it_is() =>
        "a = \"\"\"one\n  two \\n \"three\" ${four}\"\"\"".ShouldMean("""{"a":"one\n  two \\n \"three\" ${four}"}""");

    [Fact]
    public void Of_more_than_three_closing_quotes_the_first_belong_to_the_text() => "a = \"\"\"foo\"\"\"\"".ShouldMean("""{"a":"foo\""}""");

    [Theory]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"\"\"\"\"\"", "")]
    public void A_text_may_be_empty(string text, string meant) => text.ShouldMean($$"""{"a":"{{meant}}"}""");

}
