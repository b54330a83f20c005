namespace CaPresenceActors.Hocon.Tests.Errors;

/// <summary>Every kind of error has a place, and says what was found and what is needed.</summary>
public sealed class PositionsTests
{
    [Theory]
    [InlineData("a = 1\nb {\n  c = 2\n", 2, 3, "'{' is never closed")]
    [InlineData("a = [\n 1,\n 2\n", 1, 5, "'[' is never closed")]
    [InlineData("a = \"never\nb = 1", 1, 5, "quote is never closed")]
    [InlineData("a = \"never", 1, 5, "quote is never closed")]
    [InlineData("a = 1\nb = \"\"\"never\n\n", 2, 5, "triple quotes is never closed")]
    [InlineData("a = x ${b.c d", 1, 7, "substitution is never closed")]
    [InlineData("a = ${\"b", 1, 7, "quote is never closed")]
    [InlineData("a = \"x\\qy\"", 1, 7, "backslash before 'q'")]
    [InlineData("a = \"x\\u12G4\"", 1, 7, "four hexadecimal digits")]
    [InlineData("a = \"x\\", 1, 7, "backslash")]
    [InlineData("a = \"x\ty\"", 1, 7, "U+0009")]
    [InlineData("a = user@example.com", 1, 9, "'@'")]
    [InlineData("a = 1\n  b = * * *", 2, 7, "'*'")]
    [InlineData("a = $x", 1, 5, "'$'")]
    [InlineData("a = http://x", 1, 9, "':'")]
    [InlineData("a =", 1, 3, "the key a has no value")]
    [InlineData("a.b = # none\n", 1, 5, "the key a.b has no value")]
    [InlineData("{ a = }", 1, 5, "found '}'")]
    [InlineData("a =\nb = 1", 1, 3, "another field, in line 2")]
    [InlineData("a +=\nb.c = 1", 1, 4, "another field, in line 2")]
    [InlineData("a = 1\n}", 2, 1, "closes nothing")]
    [InlineData("a = 1 ]", 1, 7, "after a field")]
    [InlineData("a\nb = 1", 2, 1, "after the key a")]
    [InlineData("= 1", 1, 1, "a key or path")]
    [InlineData("a..b = 1", 1, 3, "empty element")]
    [InlineData("a = ${b..c}", 1, 9, "empty element")]
    [InlineData("a = 1,\n, b = 2", 2, 1, "comma")]
    [InlineData("a = [1,\n, 2]", 2, 1, "comma")]
    [InlineData("a = [1 }", 1, 8, "after an element")]
    [InlineData("a = 1\nb = ${nope}", 2, 5, "${nope} is not defined")]
    [InlineData("a = 1\nb = x ${nope} y", 2, 7, "${nope} is not defined")]
    [InlineData("a = ${b}\nb = ${a}", 2, 5, "${a} (test.conf:2)")]
    [InlineData("b = {}\na = x ${b}", 2, 5, "a text side by side with an object")]
    [InlineData("a = {} x", 1, 8, "a text side by side with an object")]
    [InlineData("b = 1\na = ${b} {}", 2, 5, "but is a number (test.conf:1)")]
    [InlineData("a = 1\na += 2", 2, 1, "is a number")]
    [InlineData("${a} = 1", 1, 1, "a substitution where a key should be")]
    [InlineData("include foo", 1, 9, "'f' after include")]
    public void An_error_says_where_and_what(string text, int line, int column, string what)
    {
        var refused = text.ShouldBeRefused();

        refused.Message.ShouldContain(what);
        refused.Message.ShouldStartWith($"test.conf:{line}:{column}: ");
        (refused.Line, refused.Column, refused.Origin.Source).ShouldBe((line, column, "test.conf"));
        refused.Message.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("password = hunter2@secret")]
    [InlineData("password = \"hunter2secret")]
    [InlineData("password = \"\"\"hunter2secret")]
    [InlineData("password = \"hunter2secret\\q\"")]
    [InlineData("password = hunter2secret {}")]
    [InlineData("password = hunter2secret, x = ${password} {}")]
    [InlineData("password = hunter2secret, x = ${password} []")]
    [InlineData("password = hunter2secret, password += x")]
    public void No_error_quotes_a_value(string text)
    {
        var message = text.ShouldBeRefused().Message;

        message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_missing_file_is_named_with_its_full_path()
    {
        using var files = new TemporaryDirectory();

        Should.Throw<HoconException>(() => files.Load("nope.conf")).Message.ShouldContain(files.PathOf("nope.conf"));
    }
}
