using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.DryRuns;

public sealed class DryRunnerTests
{
    private static readonly UserProfile Sato = new() { Extension = "1100", Name = "Sato", Account = "sato@example.com" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_looked_at_over_a_calendar_that_is_read_for_the_purpose()
    {
        await using var bench = await StartedAsync(Ito, Sato, new() { Extension = "1300", Name = "Without" });
        var later = new Appointment { Key = AppointmentKey.Of("later"), Subject = "Meeting", Start = At(9).AddDays(5), End = At(10).AddDays(5) };
        bench.Calendars.Has("ito@example.com", later);
        bench.Calendars.Fails("sato@example.com", ReadFailure.AccessDenied, "No right.");

        var (run, stoppedBy) = await RunAsync(bench, new CandidateSettings([], null, null));

        stoppedBy.ShouldBeNull();
        run.People.ShouldBe(3);
        run.Differences.ToDictionary().ShouldBe(new Dictionary<string, string> { ["1203"] = "07 09:00-07 10:00 In a meeting→Available", ["1300"] = "" }, ignoreOrder: true);
        run.Unread.ShouldHaveSingleItem().ShouldBe(new("1100", "No right."));
        bench.Engine.Site.Rules.Keywords.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Own_keywords_and_what_is_set_by_hand_count()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        var own = KeywordList.Of([new KeywordRow("meeting", "Lunch")], bench.Engine.Site.Rules.Presences);
        await bench.Engine.ChangeUsersAsync([Ito with { OwnKeywords = own }], [], "admin", Cancelled);
        await bench.Engine.SetManualAsync("1100", new PresenceCommand.SetManualPresence("Vacation", Hold.UntilCleared), Cancelled);
        var meeting = new Appointment { Key = AppointmentKey.Of("a"), Subject = "Meeting", Start = At(9), End = At(10) };
        bench.Calendars.Has("ito@example.com", meeting);
        bench.Calendars.Has("sato@example.com", meeting);

        var (run, _) = await RunAsync(bench, new CandidateSettings([], null, null));

        run.Differences.Values.ShouldAllBe(differences => differences.Length == 0);
    }

    [Fact]
    public async Task Settings_that_break_a_rule_are_not_planned()
    {
        await using var bench = await StartedAsync(Ito);
        var runner = RunnerOf(bench);

        Should.Throw<RuleViolationException>(() => runner.Plan(new CandidateSettings([new KeywordRow("x", "Nowhere")], null, null), 7)).Message.ShouldContain("Nowhere");
        Should.Throw<RuleViolationException>(() => runner.Plan(new CandidateSettings(null, PresenceList.OfNames(["Available"]), null), 7)).Message.ShouldContain("In a meeting");
        Should.Throw<RuleViolationException>(() => runner.Plan(new CandidateSettings(null, null, null), 15)).Message.ShouldContain("1 to 14");
    }

    [Fact]
    public async Task While_the_account_is_refused_nothing_is_read()
    {
        await using var bench = new EngineBench();
        bench.Calendars.Fails("ito@example.com", ReadFailure.NotAuthenticated, "The server refused the account.");
        await bench.StartAsync();
        await bench.ConfigureAsync(Ito);
        await bench.Logs.SayAsync("Exchange cannot be read (NotAuthenticated)");

        // The poller doubts the refusal once; then it waits for the administrator, and so does everybody.
        var run = new RecordedRun();
        var runner = RunnerOf(bench);
        using var cancelling = new CancellationTokenSource();
        var waiting = runner.RunAsync(runner.Plan(new CandidateSettings([], null, null), 7), run, cancelling.Token);
        (await run.Waiting.WaitAsync(Deadline, Cancelled)).Reason.ShouldContain("The server refused the account.");
        await cancelling.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        bench.Time.Advance(TimeSpan.FromSeconds(31));
        await bench.Logs.SayAsync("twice");
        var (after, stoppedBy) = await RunAsync(bench, new CandidateSettings([], null, null));

        stoppedBy!.ShouldContain("locked out");
        (run.Unread.Count, after.Unread.Count, after.Differences.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Without_a_connection_there_is_nothing_to_read_by()
    {
        await using var bench = await StartedAsync(Ito);
        await bench.Engine.ChangeExchangeAsync(null, "admin", Cancelled);

        (await RunAsync(bench, new CandidateSettings([], null, null))).StoppedBy!.ShouldContain("No connection to Exchange is set up");
    }

    private static async Task<(RecordedRun Run, string? StoppedBy)> RunAsync(EngineBench bench, CandidateSettings change)
    {
        var runner = RunnerOf(bench);
        var run = new RecordedRun();
        return (run, await runner.RunAsync(runner.Plan(change, 7), run, Cancelled).WaitAsync(Deadline, Cancelled));
    }

    private static DryRunner RunnerOf(EngineBench bench) =>
        new(bench.Engine, bench.Engine, new ExchangeConnections(() => bench.Engine.Site, new PlainSecrets()), bench.Calendars, bench.Time);

    private sealed class PlainSecrets : ISecretProtector
    {
        public string Protect(string secret) => secret;

        public string? Unprotect(string protectedSecret) => protectedSecret;
    }
}
