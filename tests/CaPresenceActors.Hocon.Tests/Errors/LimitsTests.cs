using System.Text;

namespace CaPresenceActors.Hocon.Tests.Errors;

/// <summary>A hostile or broken text gets an error, and never a crash, an endless loop or all the memory.</summary>
public sealed class LimitsTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("a{", "}")]
    [InlineData("a=[{", "}]")]
    [InlineData("a=", "")]
    public void Nesting_is_limited(string open, string close)
    {
        var text = open[0] == '[' ? Repeat(open, 100_000) + Repeat(close, 100_000) : Repeat(open, 100_000) + "b=1" + Repeat(close, 100_000);

        text.ShouldBeRefused();
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_fine()
    {
        HoconConfig.ParseValue(Repeat("[", 256) + Repeat("]", 256)).ShouldBeOfType<HoconList>();
        (Repeat("[", 257) + Repeat("]", 257)).ShouldBeRefused().Message.ShouldContain("256");
    }

    [Fact]
    public void A_path_as_key_nests_too()
    {
        HoconConfig.Parse($"{string.Join('.', Enumerable.Repeat("a", 256))} = 1").Leaves().Count().ShouldBe(1);
        $"{string.Join('.', Enumerable.Repeat("a", 257))} = 1".ShouldBeRefused().Message.ShouldContain("256");
        $"{string.Join('.', Enumerable.Repeat("a", 200_000))} = 1".ShouldBeRefused();
    }

    [Fact]
    public void Substitutions_cannot_nest_deeper_either()
    {
        var text = "x0 = 1\n" + string.Join('\n', Enumerable.Range(1, 300).Select(i => $"x{i} = {{ a = ${{x{i - 1}}} }}"));

        text.ShouldBeRefused().Message.ShouldContain("256");
    }

    [Fact]
    public void A_long_chain_of_substitutions_is_refused()
    {
        var text = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"x{i} = ${{x{i + 1}}}")) + "\nx100000 = 1";

        text.ShouldBeRefused().Message.ShouldContain("chain");
    }

    [Fact]
    public void A_chain_of_a_hundred_is_fine()
    {
        var text = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"x{i} = ${{x{i + 1}}}")) + "\nx100 = 1";

        ((HoconScalar)HoconConfig.Parse(text).Find("x0")!).Text.ShouldBe("1");
    }

    [Theory]
    [InlineData("x{0} = ${{x{1}}}${{x{1}}}", "x", "longer")]
    [InlineData("x{0} = ${{x{1}}} ${{x{1}}}", "[1]", "more than")]
    [InlineData("x{0} = [${{x{1}}}, ${{x{1}}}]", "1", "more than")]
    [InlineData("x{0} = {{ a = ${{x{1}}}, b = ${{x{1}}} }}", "1", "more than")]
    public void Doubling_is_stopped(string line, string last, string message)
    {
        var text = string.Join('\n', Enumerable.Range(0, 60).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, i, i + 1))) + $"\nx60 = {last}";

        text.ShouldBeRefused().Message.ShouldContain(message);
    }

    [Fact]
    public void Paths_through_doubled_objects_are_stopped()
    {
        var text = "f = ${x0.nope}\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"x{i} = ${{x{i + 1}}} ${{x{i + 1}}}")) + "\nx60 = { y = 1 }";

        text.ShouldBeRefused().Message.ShouldContain("too entangled");
    }

    [Fact]
    public void A_file_may_not_be_larger_than_the_limit()
    {
        using var files = new TemporaryDirectory().With("main.conf", "a = 1 # " + new string('x', 1000));

        files.Load("main.conf", new HoconOptions { MaxFileBytes = 2000 }).Find("a").ShouldNotBeNull();
        Should.Throw<HoconException>(() => files.Load("main.conf", new HoconOptions { MaxFileBytes = 1000 })).Message.ShouldContain("1000 bytes");
    }

    [Fact]
    public void Long_lists_and_texts_take_no_time_to_speak_of()
    {
        var list = new StringBuilder("l = [");
        for (var i = 0; i < 100_000; i++)
        {
            list.Append("\n  ").Append(i);
        }

        list.Append("]\n").Append(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"a{i} {{ b = 1, c = x }}")));

        ((HoconList)HoconConfig.Parse(list.ToString()).Find("l")!).Items.Count.ShouldBe(100_000);
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
