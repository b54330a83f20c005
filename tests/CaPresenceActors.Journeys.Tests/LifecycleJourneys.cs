using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>Start and stop, and what a start is refused for.</summary>
public sealed class LifecycleJourneys(ITestOutputHelper output)
{
    private const int CannotRun = 3;

    /// <remarks>The program gives itself five seconds and ends with another code when it needs more, so the code alone proves that it was in time.</remarks>
    [Theory]
    [InlineData(CapresenceProcess.Terminate)]
    [InlineData(CapresenceProcess.Interrupt)]
    public async Task Stops_in_time_while_a_subscriber_listens_and_calendars_are_being_read(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        await using var site = new Site();
        var people = Enumerable.Range(500, 5).Select(number => site.Hire($"{number}")).ToArray();
        var slow = new NeverAnswers();
        site.Exchange.Faults.Use(slow);
        await using var host = await site.StartAsync(people);
        await using var feed = await ChangeFeed.OpenAsync(host.Http);
        await slow.Asked.WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        var started = Stopwatch.GetTimestamp();
        (await host.StopAsync(signal)).ShouldBe(0);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stopped {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms after signal {signal}"));
        await feed.Ended;
        feed.LastComment.ShouldBe("the server is stopping");
    }

    [Fact]
    public async Task Tells_systemd_when_it_is_ready_and_when_it_stops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no systemd.");
        await using var site = new Site();
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync();
        var path = Path.Combine(Path.GetDirectoryName(site.ConfigurationFile)!, "notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));

        await using var host = await site.StartHostAsync(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path });
        (await NextAsync()).ShouldBe("READY=1");
        using (var ready = await host.Http.GetAsync("readyz", TestContext.Current.CancellationToken))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        host.Process.Signal(CapresenceProcess.Terminate);
        (await NextAsync()).ShouldBe("STOPPING=1");
        (await host.Process.ExitAsync()).ShouldBe(0);

        async Task<string> NextAsync()
        {
            var message = new byte[256];
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(Heard<string>.Patience);
            var length = await systemd.ReceiveAsync(message, SocketFlags.None, deadline.Token);
            return Encoding.UTF8.GetString(message, 0, length);
        }
    }

    [Fact]
    public async Task Goes_on_when_nobody_takes_what_it_tells_systemd()
    {
        await using var site = new Site();
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync();

        await using var host = await site.StartHostAsync(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path.Combine(Path.GetTempPath(), "no-such-socket") });

        await host.Process.Errors.FirstAsync(line => line.Contains("NOTIFY_SOCKET", StringComparison.Ordinal), "that nobody listens");
        (await host.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var site = new Site();
        await using var host = await site.StartAsync();

        var (exitCode, _, errors) = await CapresenceProcess.RunAsync("run", "--config", site.ConfigurationFile);

        exitCode.ShouldBe(CannotRun);
        errors.ShouldContain(site.DataDirectory);
        errors.ShouldMatch(@"process \d+ on .+ has it open");
        errors.ShouldNotContain("   at ");
        await host.GetAsync("api/v1/presence");
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_refused_without_encryption()
    {
        var (exitCode, errors) = await RefusedAsync("capresence.http.address = \"0.0.0.0\"");

        exitCode.ShouldBe(CannotRun);
        errors.ShouldContain("capresence.http.address");
        errors.ShouldContain("http.tls.certificate-file");
        errors.ShouldContain("allow-plain-http");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_configuration_is_said_at_once_with_its_place()
    {
        var (exitCode, errors) = await RefusedAsync("""
            capresence {
              http.port = 99999
              polling.concurrency = 0
              seed.poll-interval = 1s
              seed.time-zone = "Europe/Atlantis"
              seed.exchange { server = "https://mail.example.test", user-name = "admin", password = "geheim-4711" }
              seed.keywords = [ { keyword = "meeting", presence = "Asleep" } ]
              speling = 1
            }
            """);

        exitCode.ShouldBe(CannotRun);
        foreach (var path in new[] { "http.port", "polling.concurrency", "seed.poll-interval", "seed.time-zone", "seed.exchange.server", "seed.exchange.user-name", "seed.keywords", "speling" })
        {
            errors.ShouldContain($"capresence.{path}");
        }

        errors.ShouldContain("capresence.conf");
        errors.ShouldNotContain("geheim-4711");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, errors) = await RefusedAsync($"capresence.http.port = {port}");

        exitCode.ShouldBe(CannotRun);
        errors.ShouldContain($"Nothing can listen on port {port} of 127.0.0.1");
        errors.ShouldContain("capresence.http.port");
        errors.ShouldNotContain("   at ");
    }

    private static async Task<(int ExitCode, string Errors)> RefusedAsync(string configuration)
    {
        var directory = Directory.CreateTempSubdirectory("capresence-refused-");
        try
        {
            var file = Path.Combine(directory.FullName, "capresence.conf");
            await File.WriteAllTextAsync(file, $"capresence.data-directory = \"{directory.FullName}/data\"\n{configuration}\n", TestContext.Current.CancellationToken);
            var (exitCode, _, errors) = await CapresenceProcess.RunAsync("run", "--config", file);
            return (exitCode, errors);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>An Exchange server that takes requests and never answers.</summary>
    private sealed class NeverAnswers : IFaultPlan
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public async ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return null;
        }
    }
}
