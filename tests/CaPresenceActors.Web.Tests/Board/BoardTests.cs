using System.Net;
using System.Text.Json;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Board;

public sealed class BoardTests
{
    [Fact]
    public async Task The_board_tells_its_position_and_everybody_in_order()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch", Hold.Until, host.Time.GetUtcNow().AddHours(1)));

        var board = await host.GetJsonAsync("/api/v1/presence");

        board.GetProperty("position").GetInt64().ShouldBe(4);
        board.GetProperty("presences").EnumerateArray().Select(p => p.GetProperty("extension").GetString()).ShouldBe(["*7+1#", "1203", "1204"]);
        board.GetProperty("presences")[1].GetRawText().ShouldBe(
            """{"extension":"1203","name":"Anna Lindqvist","presence":"Lunch","availability":"away","since":"2026-11-23T09:00:00Z","cause":"manualSet","until":"2026-11-23T10:00:00Z","next":"Available","manual":"until","integrated":false,"sequence":1}""");
        board.GetProperty("presences")[0].GetRawText().ShouldBe(
            """{"extension":"*7+1#","name":"Chiyo 田中","presence":"Available","availability":"open","since":"2026-11-23T09:00:00Z","integrated":false,"sequence":0}""");
    }

    [Fact]
    public async Task The_board_can_be_asked_for_some_presences_alone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Do("1204", new PresenceCommand.SetManualPresence("Vacation"));

        Extensions(await host.GetJsonAsync("/api/v1/presence?presence=Lunch")).ShouldBe(["1203"]);
        Extensions(await host.GetJsonAsync("/api/v1/presence?presence=Lunch&presence=Vacation")).ShouldBe(["1203", "1204"]);
        Extensions(await host.GetJsonAsync("/api/v1/presence?presence=In%20a%20meeting")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_presence_that_the_site_does_not_have_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence?presence=lunch").ProblemAsync(HttpStatusCode.BadRequest))
            .ShouldBe("The query asks for the presence \"lunch\"; the site has Available, In a meeting, Lunch, Business trip, Out of office, Vacation, Do not disturb.");
    }

    [Fact]
    public async Task Who_has_this_very_board_is_told_so()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.SendAsync(HttpMethod.Get, "/api/v1/presence");
        var tag = first.Headers.ETag.ShouldNotBeNull();

        (await StatusWithTagAsync(host, tag.ToString())).ShouldBe(HttpStatusCode.NotModified);

        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        (await StatusWithTagAsync(host, tag.ToString())).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_calendar_that_grows_stale_makes_another_board_without_a_position()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.SendAsync(HttpMethod.Get, "/api/v1/presence");

        host.Engine.Shown.Mark(host.Engine.Board.Find("1203")! with { StaleSince = host.Time.GetUtcNow() });

        (await StatusWithTagAsync(host, first.Headers.ETag!.ToString())).ShouldBe(HttpStatusCode.OK);
        (await host.GetJsonAsync("/api/v1/presence/1203")).GetProperty("staleSince").GetString().ShouldBe("2026-11-23T09:00:00Z");
    }

    [Fact]
    public async Task A_hundred_thousand_rows_arrive_whole()
    {
        await using var host = await ApiHost.StartAsync(engine =>
        {
            var row = engine.Board.Find("1203")!;
            for (var i = 0; i < 100_000; i++)
            {
                engine.Shown.Mark(row with { Extension = $"9{i:D5}" });
            }
        });

        using var answer = await host.Client.GetAsync("/api/v1/presence", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentLength.ShouldBeNull("a length would mean that the whole answer was built first");
        using var board = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);

        board.RootElement.GetProperty("presences").GetArrayLength().ShouldBe(100_003);
        board.RootElement.GetProperty("presences")[100_002].GetProperty("extension").GetString().ShouldBe("999999");
    }

    [Fact]
    public async Task Half_a_board_is_not_shown()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.IsReady = false);

        using var answer = await host.SendAsync(HttpMethod.Get, "/api/v1/presence");
        answer.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence/1203").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("still recovering");
        (await host.SendAsync(HttpMethod.Get, "/api/v1/changes").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("still recovering");
    }

    private static IEnumerable<string?> Extensions(JsonElement board) => board.GetProperty("presences").EnumerateArray().Select(p => p.GetProperty("extension").GetString());

    private static async Task<HttpStatusCode> StatusWithTagAsync(ApiHost host, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/presence");
        request.Headers.Add("If-None-Match", tag);
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
