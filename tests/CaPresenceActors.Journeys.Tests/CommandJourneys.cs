using System.Text.RegularExpressions;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>The commands, as somebody types them.</summary>
public sealed partial class CommandJourneys : IDisposable
{
    private const string Scenario = """
        { "name": "one meeting", "start": "2026-11-23T08:00:00Z", "end": "2026-11-23T18:00:00Z",
          "presences": ["Available", "In a meeting"], "keywords": [ { "keyword": "meeting", "presence": "In a meeting" } ],
          "inputs": [
            { "at": "2026-11-23T08:00:00Z", "calendar": [ { "id": "a", "subject": "Monthly meeting", "start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z" } ] }%MORE% ],
          "expect": [
            { "at": "2026-11-23T10:00:00Z", "from": "Available", "to": "In a meeting", "cause": "eventStarted", "event": "a", "keyword": "meeting" }%EXPECT% ] }
        """;

    private const string Started = """{"at":"2026-11-23T10:00:00Z","from":"Available","to":"In a meeting","cause":"eventStarted","event":"a","keyword":"meeting"}""";
    private const string Ended = """{"at":"2026-11-23T11:00:00Z","from":"In a meeting","to":"Available","cause":"eventEnded"}""";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("capresence-commands-");

    [Fact]
    public async Task Replay_prints_each_change_as_a_line_and_checks_it_when_asked()
    {
        var good = FileOf("good.json", Scenario.Replace("%MORE%", "", StringComparison.Ordinal).Replace("%EXPECT%", $", {Ended}", StringComparison.Ordinal));
        var wrong = FileOf("wrong.json", Scenario.Replace("%MORE%", "", StringComparison.Ordinal).Replace("%EXPECT%", "", StringComparison.Ordinal));

        (await CapresenceProcess.RunAsync("replay", good)).ShouldBe((0, $"{Started}\n{Ended}\n", ""));
        (await CapresenceProcess.RunAsync("replay", "--check", good)).ShouldBe((0, "1 passed, 0 failed\n", ""));
        var (exitCode, output, _) = await CapresenceProcess.RunAsync("replay", "--check", good, wrong);
        exitCode.ShouldBe(1);
        output.ShouldContain("wrong.json");
        output.ShouldEndWith("\n1 passed, 1 failed\n");
    }

    [Fact]
    public async Task Replay_prints_what_was_due_before_an_input_that_breaks_a_rule_and_then_one_line_on_standard_error()
    {
        var bad = FileOf("bad.json", Scenario.Replace("%MORE%", """, { "at": "2026-11-23T10:30:00Z", "manual": { "presence": "Asleep" } }""", StringComparison.Ordinal).Replace("%EXPECT%", "", StringComparison.Ordinal));

        var (exitCode, output, errors) = await CapresenceProcess.RunAsync("replay", bad);

        (exitCode, output).ShouldBe((2, Started + "\n"));
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            line => line.ShouldContain(bad),
            line => line.ShouldContain("Asleep"));
        var (missing, _, reason) = await CapresenceProcess.RunAsync("replay", Path.Combine(_directory.FullName, "none.json"));
        missing.ShouldBe(2);
        reason.ShouldContain("none.json");
    }

    [Fact]
    public async Task Replay_passes_every_shared_scenario()
    {
        var files = Directory.GetFiles(Repository.Shared("scenarios"), "*.json");

        var (exitCode, output, errors) = await CapresenceProcess.RunAsync(["replay", "--check", .. files]);

        (exitCode, output, errors).ShouldBe((0, $"{files.Length} passed, 0 failed\n", ""));
        files.Length.ShouldBe(28);
    }

    [Fact]
    public async Task Config_check_tells_good_from_bad()
    {
        (await CapresenceProcess.RunAsync("config", "check")).ShouldBe((0, "The configuration is good.\n", ""));

        var bad = FileOf("bad.conf", "capresence.http.port = many\ncapresence.nonsense = 1\n");
        var (exitCode, output, errors) = await CapresenceProcess.RunAsync("config", "check", "--config", bad);
        (exitCode, output).ShouldBe((1, "2 problems. The program will not start with it.\n"));
        errors.ShouldContain("capresence.http.port");
        errors.ShouldContain("capresence.nonsense");
        errors.ShouldContain("bad.conf:1");

        var broken = FileOf("broken.conf", "capresence {\n  http { port = 1\n");
        (exitCode, _, errors) = await CapresenceProcess.RunAsync("config", "check", "--config", broken);
        exitCode.ShouldBe(1);
        errors.ShouldContain("broken.conf");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Config_check_finds_every_bad_row_and_every_bad_line_of_the_users_at_once()
    {
        FileOf("users.csv", "extension,name,exchangeAccount\n101,Anna,\n101,Ben,\n102,Chiyo,chiyo\n");
        var bad = FileOf("bad.conf", """
            capresence {
              data-directory = ""
              seed {
                users-file = "users.csv"
                presences = [
                  { name = "Available", availability = open }
                  { name = "Busy", availability = busy, colour = "red" }
                  { name = "AVAILABLE", availability = open }
                ]
                keywords = [
                  { keyword = "meeting", presence = "Asleep" }
                  { keyword = "lunch", presence = "Busy" }
                  { keyword = "Lunch", presence = "Available" }
                ]
                exchange { authentication = bearer, certificate-pin = "12", user-name = "admin" }
              }
            }
            """);

        var (exitCode, output, errors) = await CapresenceProcess.RunAsync("config", "check", "--config", bad);

        (exitCode, output).ShouldBe((1, "10 problems. The program will not start with it.\n"));
        errors.ShouldSatisfyAllConditions(
            () => errors.ShouldContain("bad.conf:2: capresence.data-directory is empty."),
            () => errors.ShouldContain("bad.conf:7: capresence.seed.presences[1] breaks a rule. Presence 2 (\"Busy\") has the colour \"red\""),
            () => errors.ShouldContain("bad.conf:8: capresence.seed.presences[2] breaks a rule. Presence 3 (\"AVAILABLE\") has the name of presence 1"),
            () => errors.ShouldContain("bad.conf:11: capresence.seed.keywords[0] breaks a rule. Keyword 1 (\"meeting\") leads to \"Asleep\""),
            () => errors.ShouldContain("bad.conf:13: capresence.seed.keywords[2] breaks a rule. Keyword 3 (\"Lunch\") is the same as keyword 2"),
            () => errors.ShouldContain("capresence.seed.exchange.authentication is \"bearer\". Needed: one of basic, ntlm, negotiate."),
            () => errors.ShouldContain("capresence.seed.exchange.certificate-pin is not accepted."),
            () => errors.ShouldContain("capresence.seed.exchange.user-name is not accepted."),
            () => errors.ShouldContain("users.csv:3: The extension 101 stands on line 2 already."),
            () => errors.ShouldContain("users.csv:4: The Exchange user account is \"chiyo\""));
    }

    [Theory]
    [InlineData("capresence = 5", "site.conf:1: capresence is \"5\". Needed: an object.")]
    [InlineData("capresence = null", "site.conf:1: capresence is null. Needed: an object.")]
    [InlineData("\ncapresence.seed.exchange { server = mail.example.com, user-name = \"a@example.com\", password = ${?NO_SUCH_PASSWORD} }", "site.conf:2: capresence.seed.exchange.password is empty, and the server needs one.")]
    [InlineData("capresence.seed.users-file = none.csv", "site.conf:1: capresence.seed.users-file names ")]
    public async Task Config_check_tells_of_one_mistake_once_and_where_it_was_made(string content, string problem)
    {
        var (exitCode, output, errors) = await CapresenceProcess.RunAsync("config", "check", "--config", FileOf("site.conf", content));

        (exitCode, output).ShouldBe((1, "1 problem. The program will not start with it.\n"));
        errors.ShouldContain(problem);
    }

    [Theory]
    [InlineData("{ \"name\": 1, }", "line 1: this is no JSON: what stands at byte 14 does not belong there.")]
    [InlineData("{ \"name\": 1", "line 1: this is no JSON: it ends before the JSON does.")]
    [InlineData(" \n", "line 2: this is no JSON: it is empty.")]
    public async Task Replay_says_in_plain_words_why_a_file_is_no_JSON(string content, string reason)
    {
        var file = FileOf("bad.json", content);

        (await CapresenceProcess.RunAsync("replay", file)).ShouldBe((2, "", $"{file}: {reason}\n"));
    }

    [Fact]
    public async Task A_mistake_in_the_command_line_exits_with_2()
    {
        var (exitCode, _, errors) = await CapresenceProcess.RunAsync("replay", "--check", "--bogus", "x.json");
        exitCode.ShouldBe(2);
        errors.ShouldStartWith("--bogus is no option of replay.");

        (await CapresenceProcess.RunAsync("run", "now")).ExitCode.ShouldBe(2);
        (await CapresenceProcess.RunAsync("replay", _directory.FullName)).ShouldBe((2, "", $"{_directory.FullName}: is a directory; a file is needed\n"));
    }

    [Fact]
    public async Task Run_names_the_setting_when_the_port_is_taken_and_makes_no_database()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        var data = Path.Combine(_directory.FullName, "data");
        var file = FileOf("site.conf", $"capresence {{ data-directory = \"{data.Replace('\\', '/')}\", http.port = {port} }}");

        var (exitCode, _, errors) = await CapresenceProcess.RunAsync("run", "--config", file);

        exitCode.ShouldBe(3);
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("capresence.http.port");
        Directory.Exists(data).ShouldBeFalse();
    }

    [Fact]
    public async Task Config_show_names_origins_and_masks_secrets()
    {
        var file = FileOf("site.conf", "capresence {\n  http.port = 9000\n  seed.exchange.password = \"Geheimnis-99\"\n}\n");

        var (exitCode, output, _) = await CapresenceProcess.RunAsync("config", "show", "--config", file);

        exitCode.ShouldBe(0);
        output.ShouldNotContain("Geheimnis-99");
        output.ShouldMatch(@"(?m)^capresence\.http\.port = 9000 .*site\.conf:2");
        output.ShouldMatch(@"(?m)^capresence\.journal\.keep-history = 90d .*reference\.conf");
    }

    [Fact]
    public async Task The_simulator_says_where_it_is_writes_its_users_and_stops_on_Ctrl_C()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        var csv = Path.Combine(_directory.FullName, "users.csv");
        await using var simulator = CapresenceProcess.Start(["exchange-simulator", "--mailboxes", "5", "--port", "0", "--http", "--users-csv", csv]);

        var line = await simulator.Output.FirstAsync(said => Address().IsMatch(said), "its address");
        await simulator.Output.FirstAsync(said => said.Contains("Ctrl-C", StringComparison.Ordinal), "how to stop it");
        using (var http = new HttpClient())
        using (var answer = await http.GetAsync(Address().Match(line).Value, TestContext.Current.CancellationToken))
        {
            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        }

        (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length.ShouldBe(6);
        simulator.Signal(CapresenceProcess.Interrupt);
        (await simulator.ExitAsync()).ShouldBe(0);
        simulator.Output.All[^1].ShouldBe("Stopped.");
    }

    [Fact]
    public async Task The_demo_shows_presences_changing_and_ends_by_itself()
    {
        var (exitCode, output, errors) = await CapresenceProcess.RunAsync("demo", "--seconds", "25", "--port", "0");

        (exitCode, errors).ShouldBe((0, ""));
        output.ShouldMatch(@"(?m)^\d\d:\d\d:\d\d  10\d\d  .+: Available → ");
        output.ShouldMatch(@"(?m)^Set one by hand: +curl -X PUT .* http://127\.0\.0\.1:\d+/api/v1/presence/1001/manual$", "commands stand in one line, for copying");
    }

    [Fact]
    public async Task Help_is_what_was_approved()
    {
        var text = new System.Text.StringBuilder();
        foreach (var command in new[] { "", "run", "demo", "replay", "config", "config check", "config show", "exchange-simulator" })
        {
            string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
            var (exitCode, output, errors) = await CapresenceProcess.RunAsync(words);
            (exitCode, errors).ShouldBe((0, ""));
            text.Append("$ capresence ").AppendJoin(' ', words).Append('\n').AppendJoin('\n', output.Split('\n').Select(line => line.TrimEnd())).Append('\n');
        }

        var approved = Path.Combine(Repository.Root, "tests", "CaPresenceActors.Journeys.Tests", "Approved", "help.txt");
        var received = text.ToString().TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            await File.WriteAllTextAsync(approved, received, TestContext.Current.CancellationToken);
        }

        received.ShouldBe((await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), "run the test with APPROVE=1 to approve the new help");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string FileOf(string name, string content)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/EWS/Exchange\.asmx", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
