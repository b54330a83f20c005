namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class RunnerTests
{
    [Fact]
    public async Task Prints_how_to_reach_it_and_runs_until_it_is_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new WatchedWriter("Press Ctrl-C to stop.");
        var csv = Path.GetTempFileName();
        try
        {
            var running = SimulatorRunner.RunAsync(new SimulatorRunnerOptions { Mailboxes = 8, Port = 0, Zone = "Europe/Berlin", UsersCsv = csv }, output, TimeProvider.System, stop.Token);
            await output.Seen.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

            var lines = output.ToString().Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
            lines[0].ShouldStartWith("Exchange simulator  https://127.0.0.1:");
            lines[0].ShouldEndWith("/EWS/Exchange.asmx");
            lines[1].ShouldBe("Account             presence@example.test");
            lines[3].ShouldStartWith("Certificate SHA-256 ");
            lines[4].ShouldBe("Mailboxes           8 (seed 1, time zone Europe/Berlin)");
            lines.Count(l => l.StartsWith("  100", StringComparison.Ordinal)).ShouldBe(5);
            lines[^2].ShouldBe("Stopped.");
            (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length.ShouldBe(9);
        }
        finally
        {
            File.Delete(csv);
        }
    }

    [Fact]
    public void Names_everything_that_is_wrong_with_its_options()
    {
        var problems = new SimulatorRunnerOptions { Mailboxes = 0, Port = 70000, Zone = "Moon", User = "a:b", Password = "" }.Problems().ToList();

        problems.Count.ShouldBe(5);
        problems[0].ShouldBe("--mailboxes is 0, but must be between 1 and 100000.");
        problems[1].ShouldBe("--zone is \"Moon\", which is no known time zone: a Windows or IANA id is needed, such as Europe/Berlin.");
    }

    [Fact]
    public void A_password_is_not_printed_with_its_account() =>
        new SimulatedAccount("a", "topsecret").ToString().ShouldNotContain("topsecret");

    private sealed class WatchedWriter(string wanted) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value == wanted)
            {
                _seen.TrySetResult();
            }
        }
    }
}
