namespace CaPresenceActors.Hocon.Tests.Reading;

public sealed class ConfigReaderTests
{
    private enum Weather
    {
        Sunny,
        InAMeeting,
    }

    [Fact]
    public void Settings_are_read_by_path_and_type()
    {
        var reader = Reader(
            """
            a.text = some words, a.number-as-text = 007
            interval = 5 minutes, bare = 250
            size = 10MiB, port = "8443", flag = on, count = -3, ratio = 2.5e-1
            weather = in-a-meeting, url = "https://mail.example.com/EWS/Exchange.asmx"
            names = [ann, 2, true], numbered { 1 = b, 0 = a }
            """);

        reader.Text("a.text").ShouldBe("some words");
        reader.Text("a.number-as-text").ShouldBe("007");
        reader.Duration("interval").ShouldBe(TimeSpan.FromMinutes(5));
        reader.Duration("bare").ShouldBe(TimeSpan.FromMilliseconds(250));
        reader.Size("size").ShouldBe(10 * 1024 * 1024);
        reader.Port("port").ShouldBe(8443);
        reader.Boolean("flag").ShouldBeTrue();
        reader.WholeNumber("count").ShouldBe(-3);
        reader.Real("ratio").ShouldBe(0.25);
        reader.Enum<Weather>("weather").ShouldBe(Weather.InAMeeting);
        reader.Url("url", "https").Host.ShouldBe("mail.example.com");
        reader.Texts("names").ShouldBe(["ann", "2", "true"]);
        reader.Texts("numbered").ShouldBe(["a", "b"]);
        reader.Problems.ShouldBeEmpty();
        reader.ThrowIfProblems();
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_path_and_place()
    {
        var reader = Reader(
            """
            calendar {
              interval = 5x
              timeout = 10s
              port = 99999
            }
            enabled = maybe
            weather = rainy
            names = ann
            count = 1.5
            nothing = null
            object {}
            """);

        reader.Duration("calendar.interval", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        reader.Duration("calendar.timeout", TimeSpan.FromSeconds(15));
        reader.Port("calendar.port");
        reader.Text("calendar.server");
        reader.Boolean("enabled");
        reader.Enum<Weather>("weather");
        reader.Texts("names");
        reader.WholeNumber("count", 0, 10);
        reader.Text("nothing");
        reader.Text("object");

        reader.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "test.conf:2: calendar.interval is \"5x\". Needed: a duration with a unit, such as 30s or 5m, from 5s to 1h.",
            "test.conf:3: calendar.timeout is \"10s\". Needed: a duration with a unit, such as 30s or 5m, at least 15s.",
            "test.conf:4: calendar.port is \"99999\". Needed: a port number from 1 to 65535.",
            "test.conf:1: calendar.server is missing. Needed: a text.",
            "test.conf:6: enabled is \"maybe\". Needed: true or false (or yes, no, on, off).",
            "test.conf:7: weather is \"rainy\". Needed: one of sunny, in-a-meeting.",
            "test.conf:8: names is \"ann\". Needed: a list of texts.",
            "test.conf:9: count is \"1.5\". Needed: a whole number, from 0 to 10.",
            "test.conf:10: nothing is null. Needed: a text.",
            "test.conf:11: object is an object. Needed: a text.",
        ]);
        Should.Throw<ConfigProblemsException>(reader.ThrowIfProblems).Message.ShouldStartWith("The configuration has 10 problems:");
    }

    [Fact]
    public void What_a_method_returns_after_a_problem_is_harmless()
    {
        var reader = Reader("");

        reader.Duration("a", TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(5));
        reader.Size("b", 10).ShouldBe(10);
        reader.Port("c").ShouldBe(1);
        reader.Text("d").ShouldBe("");
        reader.Texts("e").ShouldBeEmpty();
        reader.Url("f").ToString().ShouldBe("about:blank");
        reader.Problems.Length.ShouldBe(6);
    }

    [Fact]
    public void The_same_problem_is_reported_once()
    {
        var reader = Reader("a = x");

        reader.Port("a");
        reader.Port("a");

        reader.Problems.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("a = null", null)]
    [InlineData("a = \"\"", null)]
    [InlineData("a = x", "x")]
    public void Optional_texts_may_be_missing_null_or_empty(string text, string? expected)
    {
        var reader = Reader(text);

        reader.OptionalText("a").ShouldBe(expected);
        reader.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Secrets_never_reach_a_problem()
    {
        var reader = new ConfigReader(HoconConfig.Parse("password = hunter2, token = hunter3", "test.conf"), path => path == "token");

        reader.Secret("password").ShouldBe("hunter2");
        reader.Duration("password");
        reader.Port("token");
        reader.Texts("password");

        reader.Problems.Length.ShouldBe(3);
        reader.Problems.ShouldAllBe(problem => !problem.Message.Contains("hunter"));
        reader.Problems[0].Message.ShouldBe("is a text. Needed: a duration with a unit, such as 30s or 5m, at least 0s.");
    }

    [Fact]
    public void Long_values_are_shortened_and_too_long_ones_refused()
    {
        var reader = Reader($"a = {new string('x', 200)}");

        reader.Port("a");
        reader.Text("a", maxLength: 100).ShouldBe("");

        reader.Problems[0].Message.Length.ShouldBeLessThan(120);
        reader.Problems[1].Message.ShouldBe("has 200 characters. Needed: at most 100.");
    }

    [Fact]
    public void A_list_of_objects_gives_a_reader_for_each()
    {
        var reader = Reader(
            """
            users = [
              { extension = 101, name = Ann }
              { extension = x
                name = Bob }
              7
              { name = Carl }
            ]
            """);

        var users = reader.Objects("users");

        users.Select(user => user.Text("name")).ShouldBe(["Ann", "Bob", "Carl"]);
        users.Select(user => user.WholeNumber("extension", 1)).ShouldBe([101, 1, 1]);
        reader.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "test.conf:5: users[2] is \"7\". Needed: an object.",
            "test.conf:3: users[1].extension is \"x\". Needed: a whole number, at least 1.",
            "test.conf:6: users[3].extension is missing. Needed: a whole number, at least 1.",
        ]);
    }

    [Fact]
    public void An_object_of_named_objects_gives_a_reader_for_each_name()
    {
        var reader = Reader("sites { hamburg { zone = Europe/Berlin }, \"new york\" { zone = America/New_York }, bad = 1 }");

        reader.Entries("sites").Select(site => $"{site.Key} {site.Value.Text("zone")}").ShouldBe(["hamburg Europe/Berlin", "new york America/New_York"]);
        reader.Problems.Single().ToString().ShouldBe("test.conf:1: sites.bad is \"1\". Needed: an object.");
        reader.Entries("nope").ShouldBeEmpty();
        reader.Objects("nope").ShouldBeEmpty();
    }

    [Fact]
    public void A_section_reads_relative_to_itself()
    {
        var section = Reader("a.b { c = 1, d = x }").Section("a.b");

        section.WholeNumber("c").ShouldBe(1);
        section.WholeNumber("d");
        section.Add("c", "does not fit d.");

        section.At.ShouldBe("a.b");
        section.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "test.conf:1: a.b.d is \"x\". Needed: a whole number.",
            "test.conf:1: a.b.c does not fit d.",
        ]);
    }

    [Fact]
    public void Settings_from_the_environment_are_blamed_on_their_variable()
    {
        var options = new HoconOptions { EnvironmentVariable = name => name == "PORT" ? "none" : null };
        var overrides = new EnvironmentOverrides { Variables = new Dictionary<string, string> { ["CAPRESENCE_host"] = "" } };
        var reader = new ConfigReader(HoconConfig.Load([new HoconLayer.Text("test.conf", "\nport = ${PORT}"), new HoconLayer.Environment(overrides)], options));

        reader.Port("port");
        reader.Url("host");

        reader.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "environment variable PORT (through test.conf:2): port is \"none\". Needed: a port number from 1 to 65535.",
            "environment variable CAPRESENCE_host: host is empty. Needed: an absolute address.",
        ]);
    }

    private static ConfigReader Reader(string text) => new(HoconConfig.Parse(text, "test.conf", Json.NoEnvironment));
}
