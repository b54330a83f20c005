using System.Text.RegularExpressions;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>Time comes from a <see cref="TimeProvider"/>. The analyzer enforces it; these tests see to it that the analyzer stays on.</summary>
public sealed partial class BannedCallTests
{
    // Written in two parts, so that this file does not trip over itself.
    private const string Rule = "RS" + "0030";

    // Files of tests in which time itself is the input, each with the reason.
    private static readonly Dictionary<string, string> MayWait = new(StringComparer.Ordinal)
    {
        ["tests/CaPresenceActors.Storage.Tests/Killing/KillTests.cs"] = "kills a process at random moments; the moment is what the test varies, and nothing is waited for",
    };

    private static readonly string[] AlwaysBanned =
    [
        "P:System.DateTime.Now",
        "P:System.DateTime.UtcNow",
        "P:System.DateTime.Today",
        "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow",
        "P:System.Environment.TickCount",
        "P:System.Environment.TickCount64",
        "M:System.Threading.Thread.Sleep(System.Int32)",
        "M:System.Threading.Thread.Sleep(System.TimeSpan)",
        "M:System.Threading.Tasks.Task.Delay(System.Int32)",
        "M:System.Threading.Tasks.Task.Delay(System.Int32,System.Threading.CancellationToken)",
        "M:System.Threading.Tasks.Task.Delay(System.TimeSpan)",
        "M:System.Threading.Tasks.Task.Delay(System.TimeSpan,System.Threading.CancellationToken)",
    ];

    // File → why it may use a banned call. Short, or the ban means nothing.
    private static readonly Dictionary<string, string> MaySuppress = new(StringComparer.Ordinal);

    [Fact]
    public void The_clock_is_banned() => NotBanned(Repository.Read("BannedSymbols.txt")).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_checked_for_banned_calls()
    {
        var props = Repository.Read("Directory.Build.props");

        props.ShouldContain("<PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\"");
        props.ShouldContain("BannedSymbols.txt");
        props.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
    }

    [Fact]
    public void The_ban_is_lifted_only_where_a_reason_is_listed() =>
        Repository.FilesWith(".cs", ".csproj", ".props", ".targets", ".editorconfig", ".globalconfig", ".ruleset")
            .Where(file => LiftsTheBan(Repository.Read(file)))
            .Except(MaySuppress.Keys)
            .ShouldBeEmpty();

    [Fact]
    public void No_file_is_excused_without_need() =>
        MaySuppress.Keys.Where(file => !Repository.Exists(file) || !LiftsTheBan(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void Tests_neither_sleep_nor_poll() =>
        Repository.FilesUnder("tests", ".cs")
            .Except(MayWait.Keys)
            .SelectMany(file => Waits(Repository.Read(file)).Select(line => $"{file}: {line}"))
            .ShouldBeEmpty();

    [Fact]
    public void No_test_may_wait_without_need() => MayWait.Keys.Where(file => !Repository.Exists(file) || !Waits(Repository.Read(file)).Any()).ShouldBeEmpty();

    [Fact]
    public void A_clock_that_is_no_longer_banned_is_caught() =>
        NotBanned(Repository.Read("BannedSymbols.txt").Replace("P:System.DateTimeOffset.UtcNow;", "", StringComparison.Ordinal))
            .ShouldBe(["P:System.DateTimeOffset.UtcNow"]);

    [Theory]
    [InlineData("#pragma warning disable " + Rule)]
    [InlineData("dotnet_diagnostic." + Rule + ".severity = none")]
    [InlineData("<NoWarn>$(NoWarn);" + Rule + "</NoWarn>")]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"" + Rule + "\")]")]
    public void A_lifted_ban_is_caught(string text) => LiftsTheBan(text).ShouldBeTrue();

    [Theory]
    [InlineData("Thread" + ".Sleep(100);")]
    [InlineData("await Task" + ".Delay(100, cancellation);")]
    [InlineData("await Task" + ".Delay(TimeSpan.FromSeconds(1), TimeProvider.System);")]
    [InlineData("SpinWait" + ".SpinUntil(() => done);")]
    public void A_test_that_waits_for_time_to_pass_is_caught(string line) => Waits(line).ShouldBe([line]);

    [Theory]
    [InlineData("await Task" + ".Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation); // never answers")]
    [InlineData("await answered.Task.WaitAsync(Deadline, cancellation);")]
    public void Waiting_for_something_to_happen_is_allowed(string line) => Waits(line).ShouldBeEmpty();

    private static IEnumerable<string> NotBanned(string bannedSymbols)
    {
        var banned = bannedSymbols.Split('\n').Select(line => line.Split(';')[0].Trim()).ToHashSet(StringComparer.Ordinal);
        return AlwaysBanned.Where(symbol => !banned.Contains(symbol));
    }

    private static bool LiftsTheBan(string text) => text.Contains(Rule, StringComparison.Ordinal);

    private static IEnumerable<string> Waits(string source) =>
        source.Split('\n').Where(line => Wait().IsMatch(line)).Select(line => line.Trim());

    // "M:" begins a symbol in the list above, which is no call.
    [GeneratedRegex(@"(?<!M:[\w.]*)\b(Thread\.Sleep\s*\(|Task\.Delay\s*\((?!\s*Timeout\.Infinite)|SpinWait\.SpinUntil\s*\()", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wait();
}
