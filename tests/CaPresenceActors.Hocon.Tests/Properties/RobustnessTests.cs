using FsCheck;
using FsCheck.Fluent;

namespace CaPresenceActors.Hocon.Tests.Properties;

/// <summary>Whatever is done to a valid text, the answer is a value or a <see cref="HoconException"/> with a place in that text.</summary>
public sealed class RobustnessTests
{
    private static readonly string[] Documents =
    [
        """
        # A small site.
        presence {
          calendar { poll-interval = 1m, url = "https://mail.example.com/EWS/Exchange.asmx", timeout = ${presence.default-timeout} }
          default-timeout = 20s
          keywords = [ { word = meeting, presence = "In a meeting" }, { word = "lunch", presence = Lunch } ]
          keywords += { word = away }
        }
        users = ${?more} [ { extension = 101 } ] // more below
        users = ${users} [ { extension = 102, name = "Zo\u00eb" } ]
        """,
        "a : { b : 1 } { c : ${a.b} }\na.d = x ${a.b} y ${?nope} z\na = ${a} { e = \"\"\"multi\nline\"\"\" }\nl = [1 2, ${a}\n[3] [4], ]",
        """{ "a" : [1, -2.5e+3, true, null, {"b" : {}}], "c" : "\u00e9\n\\", "d.e" : ${a} }""",
        "foo : { a : { c : 1 } }\nfoo : ${foo.a}\nfoo : { a : 2 }\nbar : { x : ${foo.a}, y : ${?bar.x}${bar.x} }\ninclude file(\"x\")",
        "x = ${y} ${z}, y { a = ${?x.b} }, z { b = ${y} }, p = a, p = ${p}:b\np = ${p}\":c\", n.0 = a, n.1 = b, m = ${n} []",
    ];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "=", "+=", "\"", "\"\"\"", "${", "${?", "}", "\n", "#", "//", "\\", "\\u", ".", "..", "include ", "required(", "file(\"", "null",
        "a", "${a}", "${?a}", "${a.b}", "${x}", "a = ", "a += ", "\0", "\ufeff", "\u2028", "\ud800", "1e+", "-", "true", "foo.a", "${foo}",
    ];

    [Fact]
    public void Mutated_texts_are_read_or_refused_with_a_place() =>
        Prop.ForAll(Mutants().ToArbitrary(), IsReadOrRefusedWell).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(8));

    [Fact]
    public void Random_fragments_are_read_or_refused_with_a_place() =>
        Prop.ForAll(Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary(), IsReadOrRefusedWell).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(30));

    [Fact]
    public void Random_substitutions_are_resolved_or_refused_with_a_place() =>
        Prop.ForAll(Webs().ToArbitrary(), IsReadOrRefusedWell).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(20));

    [Fact]
    public void Every_prefix_of_a_text_is_read_or_refused_with_a_place()
    {
        foreach (var document in Documents)
        {
            for (var length = 0; length <= document.Length; length++)
            {
                IsReadOrRefusedWell(document[..length]).ShouldBeTrue(document[..length]);
            }
        }
    }

    private static bool IsReadOrRefusedWell(string text)
    {
        try
        {
            return HoconConfig.Parse(text, "test.conf", Json.NoEnvironment).Leaves().Count() >= 0;
        }
        catch (HoconException refused)
        {
            var lines = text.Split('\n');
            return refused.Line >= 1
                && refused.Line <= lines.Length
                && refused.Column >= 1
                && refused.Column <= lines[refused.Line - 1].Length + 1
                && refused.Problem.EndsWith('.');
        }
    }

    private static Gen<string> Mutants() =>
        from document in Gen.Elements(Documents)
        from edits in Edits().NonEmptyListOf()
        select edits.Aggregate(document, (text, edit) => edit(text));

    private static Gen<Func<string, string>> Edits() =>
        from position in Gen.Choose(0, 10_000)
        from cut in Gen.Choose(0, 6)
        from fragment in Gen.Elements(Fragments)
        select (Func<string, string>)(text => Edit(text, position % (text.Length + 1), cut, fragment));

    // Cuts a few characters out, and puts a fragment in, or not.
    private static string Edit(string text, int position, int cut, string fragment) =>
        text[..position] + (cut % 2 == 0 ? fragment : "") + text[Math.Min(text.Length, position + cut)..];

    // Few names and many references between them, so that circles of all kinds occur.
    private static Gen<string> Webs()
    {
        var names = Gen.Elements("a", "b", "c", "a.a", "a.b", "b.a", "c.b");
        var values = Gen.OneOf(
            names.Select(name => $"${{{name}}}"),
            names.Select(name => $"${{?{name}}}"),
            names.Select(name => $"{{ a = ${{?{name}}} }}"),
            names.Select(name => $"[ ${{?{name}}} ]"),
            Gen.Zip(names, names).Select(pair => $"${{?{pair.Item1}}} ${{?{pair.Item2}}}"),
            names.Select(name => $"${{?{name}}} {{ b = 1 }}"),
            Gen.Elements("1", "x", "{ a = 1 }", "{ b { a = 2 } }", "[1]", "null"));
        var fields =
            from name in names
            from separator in Gen.Elements(" = ", " = ", " += ")
            from value in values
            select name + separator + value;
        return fields.NonEmptyListOf().Select(lines => string.Join('\n', lines));
    }
}
