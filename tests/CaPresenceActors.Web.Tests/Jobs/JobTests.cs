using System.Net;
using System.Text.Json;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Web.ConnectionTests;
using CaPresenceActors.Web.Jobs;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Jobs;

/// <summary>What all long work has in common, tried with connection tests.</summary>
public sealed class JobTests
{
    private const string Candidate = """{"server":"mail.test.example.com","userName":"admin@test.example.com","password":"s3cret"}""";

    [Fact]
    public async Task A_job_is_begun_and_looked_at_under_its_address()
    {
        await using var host = await ApiHost.StartAsync();
        using var begun = await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", Candidate);

        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var state = await begun.JsonAsync();
        state.GetProperty("state").GetString().ShouldBe("running");
        begun.Headers.Location.ShouldNotBeNull().ToString().ShouldBe($"/api/v1/connection-tests/{state.GetProperty("id").GetString()}");
        (await host.GetJsonAsync(begun.Headers.Location.ToString())).GetProperty("state").GetString().ShouldBe("running");
    }

    [Fact]
    public async Task Two_who_look_see_every_step_and_the_end_and_then_their_streams_end()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using var one = await FollowAsync(host, id);
        await using var other = await FollowAsync(host, id);
        (await StateAsync(one)).GetProperty("steps")[0].GetProperty("state").GetString().ShouldBe("waiting");
        _ = await StateAsync(other);

        tester.Observer.Step(new StepReport(TestStep.Name, StepState.Ok, "It has an address.", Took: TimeSpan.FromMilliseconds(2.25)));
        var paced = host.Time.WhenArmed(JobProgress<ConnectionTestBody>.Pace);
        await paced.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        tester.End();

        (await LastAsync(one)).GetProperty("steps")[0].GetRawText().ShouldBe("""{"step":"name","state":"ok","found":"It has an address.","milliseconds":2.2}""");
        (await LastAsync(other)).GetProperty("steps")[0].GetProperty("found").GetString().ShouldBe("It has an address.");
    }

    [Fact]
    public async Task States_that_follow_each_other_closely_are_told_as_one()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using var stream = await FollowAsync(host, id);
        _ = await StateAsync(stream);
        await host.Time.WhenArmed(JobProgress<ConnectionTestBody>.Pace).WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        tester.Observer.Step(new StepReport(TestStep.Name, StepState.Running));
        tester.Observer.Step(new StepReport(TestStep.Name, StepState.Ok));
        tester.Observer.Step(new StepReport(TestStep.Tcp, StepState.Running));
        host.Time.Advance(JobProgress<ConnectionTestBody>.Pace);

        var steps = (await StateAsync(stream)).GetProperty("steps");
        (steps[0].GetProperty("state").GetString(), steps[1].GetProperty("state").GetString()).ShouldBe(("ok", "running"));
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_is_alive()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, _) = await BeginAsync(host);
        await using var stream = await FollowAsync(host, id);
        _ = await StateAsync(stream);
        await host.Time.WhenArmed(JobProgress<ConnectionTestBody>.Pace).WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        host.Time.Advance(JobProgress<ConnectionTestBody>.Pace);
        await host.Time.WhenArmed(JobProgress<ConnectionTestBody>.Heartbeat).WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        host.Time.Advance(JobProgress<ConnectionTestBody>.Heartbeat);

        (await stream.NextAsync()).ShouldBe(new SseEvent(null, null, null, "", null));
    }

    [Fact]
    public async Task Who_goes_away_changes_nothing_about_the_job()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using (var gone = await FollowAsync(host, id))
        {
            _ = await StateAsync(gone);
        }

        tester.Observer.Step(new StepReport(TestStep.Name, StepState.Ok));
        tester.End();

        await using var later = await FollowAsync(host, id);
        (await LastAsync(later)).GetProperty("state").GetString().ShouldBe("done");
        tester.Cancelled.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_that_is_cancelled_ends_and_says_so_and_again_is_no_mistake()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using var stream = await FollowAsync(host, id);

        (await host.SendAsync(HttpMethod.Delete, $"/api/v1/connection-tests/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await LastAsync(stream)).GetProperty("state").GetString().ShouldBe("cancelled");
        await tester.Cancelled.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        (await host.SendAsync(HttpMethod.Delete, $"/api/v1/connection-tests/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_job_that_breaks_says_that_and_not_why()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using var stream = await FollowAsync(host, id);

        tester.Break(new InvalidOperationException("s3cret"));

        var state = await LastAsync(stream);
        state.GetProperty("state").GetString().ShouldBe("failed");
        state.GetProperty("problem").GetString().ShouldNotBeNull().ShouldContain("log");
        state.GetRawText().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_job_that_has_ended_is_kept_for_ten_minutes()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        tester.End();
        await host.Time.WhenArmed(JobRoom<ConnectionTestBody>.Kept).WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        host.Time.Advance(JobRoom<ConnectionTestBody>.Kept - TimeSpan.FromSeconds(1));
        (await host.GetJsonAsync($"/api/v1/connection-tests/{id}")).GetProperty("state").GetString().ShouldBe("done");
        host.Time.Advance(TimeSpan.FromSeconds(1));

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/connection-tests/{id}").ProblemAsync(HttpStatusCode.NotFound)).ShouldContain("10 minutes");
        await host.SendAsync(HttpMethod.Get, $"/api/v1/connection-tests/{id}/progress").ProblemAsync(HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Delete, $"/api/v1/connection-tests/{id}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_third_at_once_is_refused_with_the_names_of_those_that_are_under_way()
    {
        await using var host = await ApiHost.StartAsync();
        var (first, _) = await BeginAsync(host);
        var (second, _) = await BeginAsync(host);

        var problem = await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", Candidate).ProblemAsync(HttpStatusCode.TooManyRequests);

        problem.ShouldContain(first);
        problem.ShouldContain(second);
        await using var stream = await FollowAsync(host, first);
        await host.SendAsync(HttpMethod.Delete, $"/api/v1/connection-tests/{first}");
        _ = await LastAsync(stream);
        (await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", Candidate)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task When_the_program_stops_jobs_and_streams_end()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, tester) = await BeginAsync(host);
        await using var stream = await FollowAsync(host, id);
        _ = await StateAsync(stream);

        var stopping = host.StopAsync();

        (await LastAsync(stream)).GetProperty("state").GetString().ShouldBe("cancelled");
        await tester.Cancelled.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        await stopping;
    }

    private static async Task<(string Id, FakeTester Tester)> BeginAsync(ApiHost host)
    {
        using var begun = await host.SendAsync(HttpMethod.Post, "/api/v1/connection-tests", Candidate);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var tester = host.Service<FakeTester>();
        await tester.Begun.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        return ((await begun.JsonAsync()).GetProperty("id").GetString()!, tester);
    }

    private static Task<SseClient> FollowAsync(ApiHost host, string id) => SseClient.OpenAtAsync(host, $"/api/v1/connection-tests/{id}/progress");

    private static async Task<JsonElement> StateAsync(SseClient stream)
    {
        var told = (await stream.NextAsync()).ShouldNotBeNull();
        told.Event.ShouldBe("progress");
        return JsonElement.Parse(told.Data!);
    }

    // The state before the stream ended.
    private static async Task<JsonElement> LastAsync(SseClient stream)
    {
        JsonElement last = default;
        while (await stream.NextAsync() is { } told)
        {
            last = JsonElement.Parse(told.Data!);
        }

        return last;
    }
}
