using System.Text;

namespace CaPresenceActors.Hocon.Tests.Specification;

/// <summary>The specification's sections about includes.</summary>
public sealed class IncludesTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("include \"foo.conf\"")]
    [InlineData("include\"foo.conf\"")]
    [InlineData("include\n  # comment\n \"foo.conf\"")]
    [InlineData("include file(\"foo.conf\")")]
    [InlineData("include file( \"foo.conf\" )")]
    [InlineData("include required(\"foo.conf\")")]
    [InlineData("include required( file( \"foo.conf\" ) )")]
    [InlineData("{ include \"foo.conf\", }")]
    [InlineData("include \"foo\"")]
    public void An_included_file_stands_in_place_of_the_statement(string text)
    {
        _files.With("main.conf", text).With("foo.conf", "a = 1");

        _files.AsJson("main.conf").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void Keys_merge_with_those_before_and_after()
    {
        _files.With("main.conf", "a = 1, b = 1, o { x = 1 }\ninclude \"foo.conf\"\nb = 3, o { z = 3 }").With("foo.conf", "a = 2, b = 2, o { y = 2 }");

        _files.AsJson("main.conf").ShouldBe("""{"a":2,"b":3,"o":{"x":1,"y":2,"z":3}}""");
    }

    [Fact]
    public void Names_are_relative_to_the_including_file()
    {
        _files.With("main.conf", "include \"d/one.conf\"").With("d/one.conf", "include \"two.conf\"").With("d/two.conf", "a = 1");

        _files.AsJson("main.conf").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void An_absolute_name_is_taken_as_it_is()
    {
        _files.With("main.conf", $"include \"{_files.PathOf("foo.conf").Replace("\\", "\\\\", StringComparison.Ordinal)}\"").With("foo.conf", "a = 1");

        _files.AsJson("main.conf").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void Substitutions_are_looked_up_below_the_place_of_the_include_first()
    {
        _files.With("main.conf", "a { include \"foo.conf\" }\na { x = 42 }").With("foo.conf", "x = 10, y = ${x}");

        _files.AsJson("main.conf").ShouldBe("""{"a":{"x":42,"y":42}}""");
    }

    [Fact]
    public void And_then_in_the_including_configuration()
    {
        _files.With("main.conf", "host = h, a { include \"foo.conf\" }").With("foo.conf", "y = ${host}");

        _files.AsJson("main.conf").ShouldBe("""{"host":"h","a":{"y":"h"}}""");
    }

    [Fact]
    public void Nested_includes_look_at_each_place_on_the_way_out()
    {
        _files
            .With("main.conf", "z = root, a { include \"one.conf\" }")
            .With("one.conf", "y = one, b { include \"two.conf\" }")
            .With("two.conf", "x = two, all = ${x} ${y} ${z}");

        ((HoconScalar)_files.Load("main.conf").Find("a.b.all")!).Text.ShouldBe("two one root");
    }

    [Fact]
    public void A_self_reference_in_an_included_file_means_the_field_where_it_is_included()
    {
        _files.With("main.conf", "p = root, a { p = x }, a { include \"foo.conf\" }").With("foo.conf", "p = ${p}y, l += 1, l += 2");

        _files.AsJson("main.conf").ShouldBe("""{"p":"root","a":{"p":"xy","l":[1,2]}}""");
    }

    [Fact]
    public void Files_may_be_included_inside_elements_of_lists()
    {
        _files.With("main.conf", "host = h, l = [ { include \"foo.conf\" }, { n = 2 } ]").With("foo.conf", "n = 1, h = ${host}");

        _files.AsJson("main.conf").ShouldBe("""{"host":"h","l":[{"n":1,"h":"h"},{"n":2}]}""");
    }

    [Fact]
    public void Without_extension_the_json_file_comes_first_and_the_hocon_file_overrides_it()
    {
        _files.With("main.conf", "include \"foo\"").With("foo.json", """{ "a": 1, "b": 1 }""").With("foo.conf", "b = 2");

        _files.AsJson("main.conf").ShouldBe("""{"a":1,"b":2}""");
    }

    [Fact]
    public void A_missing_file_is_ignored()
    {
        _files.With("main.conf", "include \"nope.conf\"\ninclude file(\"no/such/directory.conf\")\na = 1");

        _files.AsJson("main.conf").ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("a = 1\n  include required(\"nope.conf\")")]
    [InlineData("a = 1\n  include required(file(\"nope.conf\"))")]
    public void A_missing_required_file_is_an_error_at_the_statement(string text)
    {
        _files.With("main.conf", text);

        var refused = Should.Throw<HoconException>(() => _files.Load("main.conf"));

        (refused.Line, refused.Column).ShouldBe((2, 3));
        refused.Origin.Source.ShouldBe(_files.PathOf("main.conf"));
        refused.Message.ShouldContain(_files.PathOf("nope.conf"));
    }

    [Theory]
    [InlineData("include classpath(\"foo.conf\")", "file(")]
    [InlineData("include url(\"http://localhost/foo.conf\")", "file(")]
    [InlineData("include required(classpath(\"foo.conf\"))", "file(")]
    [InlineData("include \"http://localhost/foo.conf\"", "URL")]
    [InlineData("include foo", "in quotes")]
    [InlineData("include : { a : 1 }", "in quotes")]
    [InlineData("include = 1", "in quotes")]
    [InlineData("include \"foo.conf\" : 10", "after a field")]
    [InlineData("include \"foo.conf\" \"bar.conf\"", "after a field")]
    [InlineData("include ${foo}", "in quotes")]
    [InlineData("include \"\"", "name")]
    [InlineData("include file(\"foo.conf\"", "')'")]
    [InlineData("include", "in quotes")]
    public void Anything_else_after_include_is_refused(string text, string hint)
    {
        _files.With("main.conf", text);

        Should.Throw<HoconException>(() => _files.Load("main.conf")).Message.ShouldContain(hint);
    }

    [Theory]
    [InlineData("foo include = 1", """{"foo include":1}""")]
    [InlineData("foo = include", """{"foo":"include"}""")]
    [InlineData("[ include ]", """["include"]""")]
    [InlineData("\"include\" = 1", """{"include":1}""")]
    [InlineData("includes = 1", """{"includes":1}""")]
    [InlineData("include.x = 1", """{"include":{"x":1}}""")]
    public void Elsewhere_the_word_is_a_word_like_any_other(string text, string json) => text.ShouldMean(json);

    [Fact]
    public void A_list_cannot_be_included()
    {
        _files.With("main.conf", "include \"foo.conf\"").With("foo.conf", "# a list\n[1]");

        var refused = Should.Throw<HoconException>(() => _files.Load("main.conf"));

        refused.Origin.Source.ShouldBe(_files.PathOf("foo.conf"));
        refused.Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("main.conf")]
    [InlineData("./x/../main.conf")]
    [InlineData("other.conf")]
    public void Files_that_include_each_other_in_a_circle_are_refused(string name)
    {
        _files.With("main.conf", $"include \"{name}\"").With("other.conf", "include \"main.conf\"");

        Should.Throw<HoconException>(() => _files.Load("main.conf")).Message.ShouldContain("main.conf -> ");
    }

    [Fact]
    public void Files_that_include_many_others_many_times_are_refused()
    {
        for (var i = 0; i < 20; i++)
        {
            _files.With($"{i}.conf", $"include \"{i + 1}.conf\", include \"{i + 1}.conf\"");
        }

        Should.Throw<HoconException>(() => _files.Load("0.conf")).Message.ShouldContain("more than 1000 includes");
    }

    [Fact]
    public void A_directory_is_an_error_and_not_a_missing_file()
    {
        _files.With("main.conf", "\ninclude \"d.conf\"").With("d.conf/x.conf", "");

        Should.Throw<HoconException>(() => _files.Load("main.conf")).Line.ShouldBe(2);
    }

    [Fact]
    public void A_text_that_is_no_file_cannot_include() => "include \"foo.conf\"".ShouldBeRefused().Message.ShouldContain("not a file");

    [Fact]
    public void Errors_and_origins_name_the_included_file()
    {
        _files.With("main.conf", "a { include \"good.conf\" }").With("good.conf", "\n\nx = 1").With("wrong.conf", "include \"bad.conf\"").With("bad.conf", "ok = 1\nx = }");

        _files.Load("main.conf").Find("a.x")!.Origin.ToString().ShouldBe($"{_files.PathOf("good.conf")}:3");
        Should.Throw<HoconException>(() => _files.Load("wrong.conf")).Message.ShouldStartWith($"{_files.PathOf("bad.conf")}:2:3: ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_are_utf8_with_or_without_byte_order_mark(bool withMark)
    {
        _files.With("main.conf", [.. withMark ? Encoding.UTF8.GetPreamble() : [], .. "é = ü\r\n"u8]);

        ((HoconScalar)_files.Load("main.conf").Find("é")!).Text.ShouldBe("ü");
        _files.Load("main.conf").Find("é")!.Origin.Column.ShouldBe(5);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_at_their_place()
    {
        _files.With("main.conf", [.. "a = 1\nb = "u8, 0xff, (byte)'\n']);

        var refused = Should.Throw<HoconException>(() => _files.Load("main.conf"));

        (refused.Line, refused.Column).ShouldBe((2, 5));
        refused.Message.ShouldContain("UTF-8");
    }
}
