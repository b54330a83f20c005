namespace CaPresenceActors.Hocon.Tests.Reading;

public sealed class UnknownKeysTests
{
    private const string Reference = "calendar { poll-interval = 1m, timeout = 20s }, free {}, web { port = 80 }, users = []";

    [Theory]
    [InlineData("calendar.pol-interval = 1m", "site.conf:1: calendar.pol-interval is not a setting. Did you mean calendar.poll-interval?")]
    [InlineData("calendar.pollInterval = 1m", "site.conf:1: calendar.pollInterval is not a setting. Did you mean calendar.poll-interval?")]
    [InlineData("calender { timeout = 1s }", "site.conf:1: calender is not a setting. Did you mean calendar?")]
    [InlineData("\n poll-interval = 1m", "site.conf:2: poll-interval is not a setting. Did you mean calendar.poll-interval?")]
    [InlineData("calendar.port = 1", "site.conf:1: calendar.port is not a setting. Did you mean web.port?")]
    [InlineData("calendar.something-else = 1", "site.conf:1: calendar.something-else is not a setting.")]
    public void A_key_that_the_reference_does_not_have_is_a_problem_with_a_guess(string site, string expected) => ProblemsOf(site).ShouldBe([expected]);

    [Theory]
    [InlineData("calendar.poll-interval = 2m, web { port = 81 }")]
    [InlineData("free { anything { goes = here } }")]
    [InlineData("users = [ { extension = 101 } ]")]
    [InlineData("")]
    public void What_the_reference_has_or_leaves_open_is_known(string site) => ProblemsOf(site).ShouldBeEmpty();

    [Fact]
    public void What_was_asked_for_is_known_even_without_a_default() =>
        ProblemsOf("calendar.server = x", reader => reader.Text("calendar.server")).ShouldBeEmpty();

    [Fact]
    public void In_elements_of_lists_what_was_asked_for_is_known() =>
        ProblemsOf(
            "users = [ { extension = 101, nmae = Ann }, { extension = 102, deep { x = 1 } } ]",
            reader =>
            {
                foreach (var user in reader.Objects("users"))
                {
                    user.Text("extension");
                    user.OptionalText("name");
                    user.OptionalText("deep.y");
                }
            }).ShouldBe(
        [
            "site.conf:1: users[0].nmae is not a setting. Did you mean users[0].name?",
            "site.conf:1: users[1].deep.x is not a setting. Did you mean users[1].deep.y?",
        ]);

    [Fact]
    public void An_unknown_override_is_blamed_on_its_variable()
    {
        var overrides = new EnvironmentOverrides { Variables = new Dictionary<string, string> { ["CAPRESENCE_web_prot"] = "1" } };
        var config = HoconConfig.Load([new HoconLayer.Text("reference.conf", Reference), new HoconLayer.Environment(overrides)]);
        var reader = new ConfigReader(config);

        reader.UnknownKeys(HoconConfig.Parse(Reference));

        reader.Problems.Single().ToString().ShouldBe("environment variable CAPRESENCE_web_prot: web.prot is not a setting. Did you mean web.port?");
    }

    private static IEnumerable<string> ProblemsOf(string site, Action<ConfigReader>? read = null)
    {
        var reader = new ConfigReader(HoconConfig.Load([new HoconLayer.Text("reference.conf", Reference), new HoconLayer.Text("site.conf", site)]));
        read?.Invoke(reader);
        reader.UnknownKeys(HoconConfig.Parse(Reference));
        return reader.Problems.Select(problem => problem.ToString());
    }
}
