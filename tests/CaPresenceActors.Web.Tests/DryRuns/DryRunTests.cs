using System.Net;
using System.Text.Json;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.DryRuns;

public sealed class DryRunTests
{
    [Fact]
    public async Task What_is_left_out_stays_as_it_is_and_seven_days_are_looked_at()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, """{"keywords":[{"keyword":"meeting","presence":"Lunch","wholeWord":true}]}""");

        var runs = host.Service<FakeDryRuns>();
        runs.Change!.Keywords!.Value.ShouldBe([new KeywordRow("meeting", "Lunch", WholeWord: true)]);
        (runs.Change.Presences, runs.Change.Options, runs.Days).ShouldBe((null, null, 7));
        (state.GetProperty("from").GetString(), state.GetProperty("to").GetString()).ShouldBe(("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z"));
    }

    [Fact]
    public async Task Settings_that_break_a_rule_are_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/api/v1/dry-runs", """{"keywords":[{"keyword":"meeting","presence":"Nowhere"}]}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("Nowhere");
        (await host.SendAsync(HttpMethod.Post, "/api/v1/dry-runs", """{"presences":[]}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain("presence list");
        (await host.SendAsync(HttpMethod.Post, "/api/v1/dry-runs", """{"day":3}""").ProblemAsync(HttpStatusCode.BadRequest)).ShouldContain("day");
    }

    [Fact]
    public async Task People_come_in_order_of_the_extension_with_what_they_would_notice()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, "{}");
        var observer = host.Service<FakeDryRuns>().Observer;
        observer.Begun(3);
        observer.Compared(new DryRunPerson("1204", "Ben Okafor"), [Difference(1)]);
        observer.Compared(new DryRunPerson("1203", "Anna Lindqvist"), [.. Enumerable.Range(1, 22).Select(Difference)]);
        observer.Unreadable(new DryRunPerson("1205", "Chiyo"), "Exchange refuses.");
        observer.Waits(new DryRunPause(null, "Calendars that are due are read first."));

        var now = await host.GetJsonAsync($"/api/v1/dry-runs/{state.GetProperty("id").GetString()}");
        (now.GetProperty("total").GetInt32(), now.GetProperty("done").GetInt32(), now.GetProperty("affected").GetInt32(), now.GetProperty("unread").GetInt32()).ShouldBe((3, 3, 2, 1));
        now.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("extension").GetString()).ShouldBe(["1203", "1204"]);
        (now.GetProperty("people")[0].GetProperty("changes").GetArrayLength(), now.GetProperty("people")[0].GetProperty("moreChanges").GetInt32()).ShouldBe((20, 2));
        now.GetProperty("people")[1].GetRawText().ShouldBe(
            """{"extension":"1204","name":"Ben Okafor","changes":[{"from":"2026-11-23T01:00:00Z","until":"2026-11-23T01:30:00Z","before":"Available","after":"Lunch","keyword":"lunch"}]}""");
        now.GetProperty("unreadable").GetRawText().ShouldBe("""[{"extension":"1205","reason":"Exchange refuses."}]""");
        now.GetProperty("waits").GetRawText().ShouldBe("""{"reason":"Calendars that are due are read first."}""");
        now.TryGetProperty("more", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Five_hundred_people_are_listed_and_all_are_counted()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, "{}");
        var observer = host.Service<FakeDryRuns>().Observer;
        foreach (var extension in Enumerable.Range(1000, 512).Reverse())
        {
            observer.Compared(new DryRunPerson($"{extension}", "Somebody"), [Difference(1)]);
        }

        var now = await host.GetJsonAsync($"/api/v1/dry-runs/{state.GetProperty("id").GetString()}");
        (now.GetProperty("affected").GetInt32(), now.GetProperty("people").GetArrayLength(), now.GetProperty("more").GetInt32()).ShouldBe((512, 500, 12));
        now.GetProperty("people")[0].GetProperty("extension").GetString().ShouldBe("1000");
    }

    [Fact]
    public async Task One_that_is_stopped_says_why_and_keeps_what_it_found()
    {
        await using var host = await ApiHost.StartAsync();
        var state = await BeginAsync(host, "{}");
        await using var stream = await SseClient.OpenAtAsync(host, $"/api/v1/dry-runs/{state.GetProperty("id").GetString()}/progress");
        var runs = host.Service<FakeDryRuns>();
        runs.Observer.Compared(new DryRunPerson("1204", "Ben Okafor"), [Difference(1)]);

        runs.End("The account is refused.");

        JsonElement last = default;
        while (await stream.NextAsync() is { } told)
        {
            last = JsonElement.Parse(told.Data!);
        }

        (last.GetProperty("state").GetString(), last.GetProperty("problem").GetString(), last.GetProperty("affected").GetInt32()).ShouldBe(("failed", "The account is refused.", 1));
    }

    [Fact]
    public async Task A_second_at_once_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await BeginAsync(host, "{}");

        await host.SendAsync(HttpMethod.Post, "/api/v1/dry-runs", "{}").ProblemAsync(HttpStatusCode.TooManyRequests);
    }

    private static PresenceDifference Difference(int hour)
    {
        var from = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
        return new PresenceDifference(from, from.AddMinutes(30), "Available", "Lunch", KeywordBefore: null, "lunch");
    }

    private static async Task<JsonElement> BeginAsync(ApiHost host, string body)
    {
        using var begun = await host.SendAsync(HttpMethod.Post, "/api/v1/dry-runs", body);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await host.Service<FakeDryRuns>().Begun.WaitAsync(ApiHost.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        return await begun.JsonAsync();
    }
}
