using System.Collections.Immutable;
using System.Net;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Web.Health;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_tells_how_everything_is()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.ClockDifference = (-0.5, 1.25);
        host.Engine.Poller = new PollerHealth(
            3,
            1,
            0,
            ImmutableDictionary<ReadFailure, int>.Empty.Add(ReadFailure.AccessDenied, 2),
            null,
            "The password was refused.",
            new SweepSummary(3, 1, 2, TimeSpan.FromSeconds(1.5), "Access is denied."));

        (await host.GetJsonAsync("/api/v1/health")).GetRawText().ShouldBe(
            """{"ready":true,"startedAt":"2026-11-23T08:00:00Z","uptimeSeconds":3600,"versions":{"program":"1.2.3","dotnet":"10.0.0","storage":"SQLite 3.50.4","schema":1},"storage":{"databaseBytes":4096,"freeDiskBytes":1000000},"extensions":3,"stale":0,"subscribers":0,"journal":{"good":true,"head":3},"poller":{"mailboxes":3,"inFlight":1,"overdue":0,"failures":{"accessDenied":2},"halted":"The password was refused.","followed":0,"lastSweep":{"mailboxes":3,"good":1,"failed":2,"tookSeconds":1.5,"commonestFailure":"Access is denied."}},"clockDifferenceSeconds":{"from":-0.5,"to":1.25}}""");
    }

    [Fact]
    public async Task Health_tells_by_which_way_calendars_are_read_and_what_came_of_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Poller = new PollerHealth(3, 0, 0, ImmutableDictionary<ReadFailure, int>.Empty, null, null, null)
        {
            Access = ExchangeAccess.Impersonation,
            AccessIsChosen = true,
            Followed = 2,
            NotFollowed = [new NotFollowed("Only the owner is told.", 1)],
            Figures = new ExchangeFigures(7, ImmutableSortedDictionary<ReadFailure, long>.Empty.Add(ReadFailure.Throttled, 1), 100, 200, host.Time.GetUtcNow()),
            Watch = WatchFigures.None with { Streams = 1, Subscriptions = 2, Requests = 4, Refused = 1, BrokenStreams = 1, Notifications = 9, Bytes = 300 },
        };

        (await host.GetJsonAsync("/api/v1/health")).GetProperty("poller").GetRawText().ShouldBe(
            """{"mailboxes":3,"inFlight":0,"overdue":0,"failures":{},"access":{"by":"impersonation","chosen":true},"followed":2,"notFollowed":[{"reason":"Only the owner is told.","mailboxes":1}],"server":{"requests":7,"refused":{"throttled":1},"bytesSent":100,"bytesReceived":200,"backOffUntil":"2026-11-23T09:00:00Z"},"streams":{"open":1,"subscriptions":2,"requests":4,"refused":1,"broken":1,"notifications":9,"bytesReceived":300}}""");
    }

    [Fact]
    public async Task The_version_of_Exchange_is_told_as_soon_as_it_is_known()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Poller = host.Engine.Poller with { Figures = ExchangeFigures.None with { ServerVersion = "15.2.1748.10" } };

        (await host.GetJsonAsync("/api/v1/health")).GetProperty("versions").GetProperty("exchange").GetString().ShouldBe("15.2.1748.10");
    }

    [Fact]
    public async Task The_last_minutes_are_told_one_by_one()
    {
        await using var host = await ApiHost.StartAsync();
        var at = host.Time.GetUtcNow();
        host.Operation.Points.Add(new MinutePoint(at, 300, 1, 0, null));
        host.Operation.Points.Add(new MinutePoint(at.AddMinutes(1), 0, 0, 2, new Lateness(TimeSpan.FromMilliseconds(4.1), TimeSpan.FromMicroseconds(9_800.4), TimeSpan.FromSeconds(1))));

        (await host.GetJsonAsync("/api/v1/health/series?minutes=5")).GetRawText().ShouldBe(
            """{"points":[{"at":"2026-11-23T09:00:00Z","reads":300,"failedReads":1,"changes":0},{"at":"2026-11-23T09:01:00Z","reads":0,"failedReads":0,"changes":2,"latenessP50Ms":4.1,"latenessP99Ms":9.8,"latenessMaxMs":1000}]}""");
        host.Operation.AskedForMinutes.ShouldBe(5);
        await host.GetJsonAsync("/api/v1/health/series");
        host.Operation.AskedForMinutes.ShouldBe(60);
        (await host.SendAsync(HttpMethod.Get, "/api/v1/health/series?minutes=1441").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("The query's minutes is \"1441\"; a whole number from 1 to 1440 is needed.");
    }

    [Fact]
    public async Task What_the_log_has_warned_of_is_told()
    {
        await using var host = await ApiHost.StartAsync();
        host.Operation.Errors.Add(new RecentError(host.Time.GetUtcNow(), host.Time.GetUtcNow().AddMinutes(-1), "CaPresenceActors.Poller", "warning", "It went wrong.", 2));

        (await host.GetJsonAsync("/api/v1/health/errors")).GetRawText().ShouldBe(
            """{"errors":[{"at":"2026-11-23T09:00:00Z","since":"2026-11-23T08:59:00Z","category":"CaPresenceActors.Poller","level":"warning","message":"It went wrong.","count":2}]}""");
    }

    [Fact]
    public async Task A_process_that_answers_is_alive_whatever_else_is_wrong()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.IsReady = false);
        host.Engine.Journal = new JournalHealth("The disk is full.", host.Time.GetUtcNow());

        (await host.Client.GetStringAsync("/healthz", TestContext.Current.CancellationToken)).ShouldBe("alive\n");
    }

    [Fact]
    public async Task The_engine_is_ready_when_the_board_is_whole_and_the_journal_takes_writes()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.Client.GetStringAsync("/readyz", TestContext.Current.CancellationToken)).ShouldBe("ready\n");

        host.Engine.Journal = new JournalHealth("The disk is full.", host.Time.GetUtcNow());
        (await host.SendAsync(HttpMethod.Get, "/readyz").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await host.GetJsonAsync("/api/v1/health")).GetProperty("journal").GetRawText()
            .ShouldBe("""{"good":false,"head":3,"problem":"The disk is full.","since":"2026-11-23T09:00:00Z"}""");

        host.Engine.IsReady = false;
        (await host.SendAsync(HttpMethod.Get, "/readyz").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("still recovering");
    }

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.ServiceUnavailable)]
    public async Task Probes_may_ask_for_the_head_alone(string path, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync(engine => engine.IsReady = false);

        using var answer = await host.SendAsync(HttpMethod.Head, path);

        answer.StatusCode.ShouldBe(expected);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_not_ready()
    {
        await using var host = await ApiHost.StartAsync();
        var gate = new TaskCompletionSource();
        host.Engine.HealthGate = gate.Task;

        var asked = host.Time.WhenArmed(HealthEndpoints.Deadline);
        var answer = host.SendAsync(HttpMethod.Get, "/readyz");
        await asked.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        host.Time.Advance(HealthEndpoints.Deadline);

        (await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The engine did not say how it is within 5 seconds.");
        gate.SetResult();
    }
}
