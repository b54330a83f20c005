using System.Net;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Presences;

public sealed class PresenceTests
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_extension_tells_what_it_shows()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetJsonAsync("/api/v1/presence/1204")).GetRawText().ShouldBe(
            """{"extension":"1204","name":"Ben Okafor","presence":"Available","availability":"open","since":"2026-11-23T09:00:00Z","integrated":false,"sequence":0}""");
    }

    [Fact]
    public async Task Any_extension_that_can_be_dialled_can_be_asked_for()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetJsonAsync("/api/v1/presence/*7+1%23")).GetProperty("name").GetString().ShouldBe("Chiyo 田中");
        (await host.GetJsonAsync("/api/v1/presence/%2A7%2B1%23/history")).GetProperty("extension").GetString().ShouldBe("*7+1#");
    }

    [Theory]
    [InlineData("9999", "9999")]
    [InlineData("12%2F03", "12%2F03")]
    [InlineData("1203%20", "1203 ")]
    [InlineData("%3Cscript%3E", "<script>")]
    public async Task Nobody_has_an_unknown_extension(string path, string told)
    {
        await using var host = await ApiHost.StartAsync();
        var expected = $"Nobody has the extension {told}. GET /api/v1/presence lists all there are.";

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/presence/{path}").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe(expected);
        (await host.SendAsync(HttpMethod.Get, $"/api/v1/presence/{path}/why").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe(expected);
        (await host.SendAsync(HttpMethod.Get, $"/api/v1/presence/{path}/history").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe(expected);
        (await host.SendAsync(HttpMethod.Put, $"/api/v1/presence/{path}/manual", """{"presence":"Lunch"}""").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe(expected);
        (await host.SendAsync(HttpMethod.Delete, $"/api/v1/presence/{path}/manual").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_very_long_extension_is_told_back_in_short()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence/" + new string('1', 5000)).ProblemAsync(HttpStatusCode.NotFound))
            .ShouldBe($"Nobody has the extension {new string('1', 64)}…. GET /api/v1/presence lists all there are.");
    }

    [Theory]
    [InlineData("/api/v1/presence/../../../etc/passwd")]
    [InlineData("/api/v1/presence/..%2f..%2fetc/passwd")]
    [InlineData("/board.js/../../appsettings.json")]
    [InlineData("/wwwroot/board.js")]
    public async Task Tricks_with_paths_lead_nowhere(string path)
    {
        await using var host = await ApiHost.StartAsync();

        (await RawHttp.GetAsync(host.Address, path)).ShouldStartWith("HTTP/1.1 404 ");
    }

    [Fact]
    public async Task A_presence_set_by_hand_is_shown_in_the_answer_and_on_the_board()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":" Lunch ","hold":"until","until":"2026-11-23T13:30:00+02:00"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = await answer.JsonAsync();
        view.GetProperty("presence").GetString().ShouldBe("Lunch");
        view.GetProperty("manual").GetString().ShouldBe("until");
        view.GetProperty("until").GetString().ShouldBe("2026-11-23T11:30:00Z");
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Lunch");
    }

    [Theory]
    [InlineData("""{"presence":"Lunch"}""", "untilNextChange")]
    [InlineData("""{"presence":"Lunch","hold":"untilNextChange","until":null}""", "untilNextChange")]
    [InlineData("""{"presence":"Lunch","hold":"untilCleared"}""", "untilCleared")]
    public async Task A_presence_holds_as_was_said(string body, string hold)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", body);

        (await answer.JsonAsync()).GetProperty("manual").GetString().ShouldBe(hold);
    }

    [Fact]
    public async Task What_was_set_by_hand_can_be_cleared()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        using var answer = await host.SendAsync(HttpMethod.Delete, "/api/v1/presence/1203/manual");

        var view = await answer.JsonAsync();
        view.GetProperty("presence").GetString().ShouldBe("Available");
        view.GetProperty("cause").GetString().ShouldBe("manualCleared");
        view.TryGetProperty("manual", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"presence":"Siesta"}""", "Siesta")]
    [InlineData("""{"presence":"Lunch","hold":"until","until":"2026-11-23T09:00:00Z"}""", "not later than now")]
    [InlineData("""{"presence":"Lunch","hold":"until"}""", "until")]
    public async Task What_breaks_a_rule_is_refused_with_the_rule(string body, string named)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldContain(named);
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_done_and_the_caller_is_told_why()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":"Lunch"}""").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await host.SendAsync(HttpMethod.Delete, "/api/v1/presence/1203/manual").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
    }

    [Fact]
    public async Task Why_names_winner_losers_and_what_is_set_by_hand_but_no_subject()
    {
        await using var host = await ApiHost.StartAsync();
        using var keywords = await host.SendAsync(
            HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"meeting","presence":"In a meeting"},{"keyword":"trip","presence":"Business trip"}]}""");
        using var on = await host.SendAsync(HttpMethod.Put, "/api/v1/site/integration", """{"integration":true}""");
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Read("1203", Appointment("a", "Secret meeting", 0, 60), Appointment("b", "Secret trip", 0, 120));

        var answer = await host.GetJsonAsync("/api/v1/presence/1203/why");

        answer.GetRawText().ShouldNotContain("Secret");
        answer.GetProperty("extension").GetString().ShouldBe("1203");
        answer.GetProperty("sentences")[0].GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("view").GetProperty("presence").GetString().ShouldBe("In a meeting");
        answer.GetProperty("winner").GetRawText().ShouldBe(
            $$"""{"event":"{{AppointmentKey.Of("a")}}","presence":"In a meeting","keyword":"meeting","position":1,"start":"2026-11-23T09:00:00Z","end":"2026-11-23T10:00:00Z"}""");
        answer.GetProperty("losers").GetRawText().ShouldBe($$"""[{"event":"{{AppointmentKey.Of("b")}}","keyword":"trip","position":2,"start":"2026-11-23T09:00:00Z"}]""");
        answer.GetProperty("lastChange").GetProperty("cause").GetString().ShouldBe("calendarChanged");
        answer.GetProperty("ownKeywords").GetBoolean().ShouldBeFalse();
        answer.TryGetProperty("manual", out _).ShouldBeFalse("an edge by the calendar clears it");
    }

    [Fact]
    public async Task Why_tells_what_is_set_by_hand()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch", Hold.UntilCleared));

        (await host.GetJsonAsync("/api/v1/presence/1203/why")).GetProperty("manual").GetRawText()
            .ShouldBe("""{"presence":"Lunch","hold":"untilCleared","setAt":"2026-11-23T09:00:00Z","hidden":false}""");
    }

    [Fact]
    public async Task History_is_told_newest_first_and_page_by_page()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var presence in (string[])["Lunch", "Vacation", "Available", "Lunch", "Do not disturb"])
        {
            host.Engine.Do("1203", new PresenceCommand.SetManualPresence(presence));
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var seen = new List<string?>();
        var pages = 0;
        for (var next = "/api/v1/presence/1203/history?limit=2"; next is not null; pages++)
        {
            var page = await host.GetJsonAsync(next);
            seen.AddRange(page.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("to").GetString()));
            next = page.TryGetProperty("next", out var link) ? link.GetString() : null;
        }

        seen.ShouldBe(["Do not disturb", "Lunch", "Available", "Vacation", "Lunch"]);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task A_change_in_the_history_is_what_the_change_stream_told()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host, "?after=3");
        _ = await stream.NextAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        var told = await stream.NextAsync();
        (await host.GetJsonAsync("/api/v1/presence/1203/history")).GetProperty("changes")[0].GetRawText().ShouldBe(told!.Data);
        told.Data.ShouldBe(
            """{"position":4,"extension":"1203","sequence":1,"at":"2026-11-23T09:00:00Z","recordedAt":"2026-11-23T09:00:00Z","from":"Available","to":"Lunch","cause":"manualSet"}""");
    }

    [Theory]
    [InlineData("limit=0", "The query's limit is \"0\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("limit=1001", "The query's limit is \"1001\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("limit=", "The query's limit is \"\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("limit=1e2", "The query's limit is \"1e2\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("before=-1", "The query's before is \"-1\"; a whole number from 1 to 9223372036854775807 is needed.")]
    [InlineData("before=99999999999999999999999999", "The query's before is \"99999999999999999999999999\"; a whole number from 1 to 9223372036854775807 is needed.")]
    public async Task A_page_of_the_history_needs_sensible_numbers(string query, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/presence/1203/history?{query}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }

    [Fact]
    public async Task A_question_that_the_engine_does_not_answer_is_told_as_unavailable_with_the_reason()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Broken = new EngineUnavailableException("The engine is stopping.");

        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence/1203/why").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The engine is stopping.");
    }

    [Fact]
    public async Task What_nobody_thought_of_is_told_without_its_inside()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Broken = new InvalidOperationException("the inside");

        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence/1203/why").ProblemAsync(HttpStatusCode.InternalServerError)).ShouldNotContain("the inside");
    }

    private static Appointment Appointment(string id, string subject, int startMinute, int endMinute) =>
        new() { Key = AppointmentKey.Of(id), Subject = subject, Start = Nine.AddMinutes(startMinute), End = Nine.AddMinutes(endMinute) };
}
