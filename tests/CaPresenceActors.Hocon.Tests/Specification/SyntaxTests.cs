namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections "Unchanged from JSON", "Comments", "Omit root braces", "Key-value separator", "Commas" and "Whitespace".</summary>
public sealed class SyntaxTests
{
    [Theory]
    [InlineData("""{ "a" : "b", "c" : [1, 2.5, -3e10, true, false, null, {}] }""")]
    [InlineData("""["foo", "bar"]""")]
    [InlineData("""{"foo":{"bar":"baz","woo":"w00t"},"baz":{"a":false,"b":3.14,"c":null}}""")]
    [InlineData("""[[[[[[]]]]]]""")]
    [InlineData("""{ "escapes" : "\" \\ \/ \b \f \n \r \t \u00e9 \ud83d\ude00" }""")]
    public void Json_means_what_it_means_in_json(string json) => json.ShouldMean(json);

    [Fact]
    public void Comments_run_from_a_hash_or_two_slashes_to_the_end_of_the_line() =>
        """
        # first
        a = 1 // second
        // third
        b = "# not // a comment" # fourth
        c = [ # fifth
          1 // sixth
          , 2 ]
        """.ShouldMean("""{"a":1,"b":"# not // a comment","c":[1,2]}""");

    [Theory]
    [InlineData("a =\n  1")]
    [InlineData("a = # comment\n\n # another\n 1 // b : c")]
    [InlineData("a\n=\n1")]
    public void A_value_may_stand_in_a_later_line_than_its_key(string text) => text.ShouldMean("""{"a":1}""");

    [Fact]
    public void A_bare_value_in_a_later_line_is_not_mistaken_for_a_field() => "a =\n x // b : c\nd = 1".ShouldMean("""{"a":"x","d":1}""");

    [Theory]
    [InlineData("a : 1, b : 2")]
    [InlineData("{ a : 1, b : 2 }")]
    [InlineData("a = 1\nb = 2")]
    [InlineData("\ufeffa = 1\r\nb = 2\r\n")]
    public void Root_braces_may_be_omitted(string text) => text.ShouldMean("""{"a":1,"b":2}""");

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("# only a comment")]
    public void An_empty_text_is_an_empty_object(string text) => text.ShouldMean("{}");

    [Theory]
    [InlineData("a : 1 }")]
    [InlineData("{ a : 1")]
    [InlineData("{ a : 1 } }")]
    [InlineData("{ a : 1 } b : 2")]
    [InlineData("{}{}")]
    [InlineData("[]true")]
    public void Root_braces_must_balance(string text) => text.ShouldBeRefused();

    [Theory]
    [InlineData("\"foo\" {}")]
    [InlineData("foo {}")]
    [InlineData("foo = {}")]
    [InlineData("foo : {}")]
    [InlineData("foo\n{}")]
    [InlineData("foo # comment\n : # comment\n {}")]
    public void Before_an_object_the_separator_may_be_omitted(string text) => text.ShouldMean("""{"foo":{}}""");

    [Theory]
    [InlineData("[1,2,3,]")]
    [InlineData("[1\n2\n3]")]
    [InlineData("[1,2\n3\n,\n]")]
    [InlineData("[\n1\n,2\n,3\n]")]
    public void A_comma_may_trail_and_a_new_line_stands_for_one(string list) => list.ShouldMean("[1,2,3]");

    [Theory]
    [InlineData("[1,2,3,,]")]
    [InlineData("[,1,2,3]")]
    [InlineData("[1,,2,3]")]
    [InlineData("{a:1,,}")]
    [InlineData("{,a:1}")]
    [InlineData("a:1,,b:2")]
    public void Commas_are_not_doubled_and_do_not_lead(string text) => text.ShouldBeRefused();

    [Theory]
    [InlineData("a\u00a0=\u20071\u202f")]
    [InlineData("\u2003a\t\v\f=\u001c\u001d\u001e\u001f1\u2028")]
    [InlineData("a = 1\ufeff")]
    public void All_unicode_separators_are_white_space(string text) => text.ShouldMean("""{"a":1}""");

    [Fact]
    public void Only_a_line_feed_is_a_new_line() => "[1\u20282\r3]".ShouldMean("""["1\u20282\r3"]""");

    [Theory]
    [InlineData("a = 1 b = 2")]
    [InlineData("{ \"foo\" : true \"bar\" : false }")]
    [InlineData("a")]
    [InlineData("{ foo }")]
    [InlineData("{ foo \n bar : 10 }")]
    [InlineData("a =")]
    [InlineData("a.b = ")]
    [InlineData("{ a : }")]
    [InlineData(": 10")]
    [InlineData("+= 10")]
    [InlineData("10 +=")]
    [InlineData("[ \"foo\" : \"bar\" ]")]
    [InlineData("[ 10, }]")]
    [InlineData("[ 10, {]")]
    [InlineData("{ a : [ }")]
    [InlineData("[ # comment ]")]
    [InlineData("[ 1, \\")]
    public void What_is_incomplete_or_out_of_place_is_refused(string text) => text.ShouldBeRefused();
}
