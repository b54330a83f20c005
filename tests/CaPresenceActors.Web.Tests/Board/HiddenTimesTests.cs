using System.Net;
using System.Text.Json;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Board;

/// <summary>When somebody's presence will change is told to users, unless the person or the site keeps it to receptionists.</summary>
public sealed class HiddenTimesTests
{
    private const string Shown = """{"extension":"1203","name":"Anna Lindqvist","presence":"Lunch","availability":"away","since":"2026-11-23T09:00:00Z","cause":"manualSet","until":"2026-11-23T10:00:00Z","next":"Available","manual":"until","integrated":false}""";
    private const string Hidden = """{"extension":"1203","name":"Anna Lindqvist","presence":"Lunch","availability":"away","since":"2026-11-23T09:00:00Z","cause":"manualSet","timesHidden":true,"manual":"until","integrated":false}""";
    private const string Told = """{"extension":"1203","name":"Anna Lindqvist","presence":"Lunch","availability":"away","since":"2026-11-23T09:00:00Z","cause":"manualSet","until":"2026-11-23T10:00:00Z","next":"Available","timesHidden":true,"manual":"until","integrated":false}""";

    [Fact]
    public async Task While_nothing_is_hidden_everybody_sees_until_when()
    {
        await using var host = await AtLunchAsync(Callers.Ben);

        await RowIsAsync(host, Shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Users_do_not_see_hidden_times(bool byPerson)
    {
        await using var host = await AtLunchAsync(Callers.Ben);
        await HideAsync(host, byPerson);

        await RowIsAsync(host, Hidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Receptionists_see_them_and_that_they_are_hidden(bool byPerson)
    {
        await using var host = await AtLunchAsync(Callers.Chiyo);
        await HideAsync(host, byPerson);

        await RowIsAsync(host, Told);
    }

    [Fact]
    public async Task The_person_sees_their_own_and_nobody_elses()
    {
        await using var host = await AtLunchAsync(Callers.Anna);
        host.Engine.Do("1204", new PresenceCommand.SetManualPresence("Lunch", Hold.Until, host.Time.GetUtcNow().AddHours(2)));
        await HideAsync(host, byPerson: false);

        await RowIsAsync(host, Told);
        (await host.GetJsonAsync("/api/v1/presence/1204")).GetRawText().ShouldNotContain("11:00");
        (await host.GetJsonAsync("/api/v1/presence")).GetProperty("presences")[2].GetRawText().ShouldNotContain("11:00");
    }

    [Fact]
    public async Task Nobody_has_another_ones_board_by_its_tag()
    {
        await using var reception = await AtLunchAsync(Callers.Chiyo);
        await using var ben = await AtLunchAsync(Callers.Ben);
        await HideAsync(reception, byPerson: false);
        await HideAsync(ben, byPerson: false);

        (await TagAsync(ben)).ShouldNotBe(await TagAsync(reception));
    }

    [Fact]
    public async Task Hiding_times_makes_another_board()
    {
        await using var host = await AtLunchAsync(Callers.Ben);
        var before = await TagAsync(host);
        await HideAsync(host, byPerson: false);

        (await TagAsync(host)).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_is_answered_to_a_change_has_the_persons_own_times()
    {
        await using var host = await AtLunchAsync(Callers.Anna);
        await HideAsync(host, byPerson: true);

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":"Lunch","hold":"until","until":"2026-11-23T10:30:00Z"}""");

        (await answer.JsonAsync()).GetProperty("until").GetString().ShouldBe("2026-11-23T10:30:00Z");
    }

    [Fact]
    public async Task A_board_in_the_change_stream_is_for_everybodys_eyes_also_for_receptionists()
    {
        await using var host = await AtLunchAsync(Callers.Chiyo);
        await HideAsync(host, byPerson: true);
        await using var stream = await SseClient.OpenAsync(host, "?after=999");
        _ = await stream.NextAsync(); // How long to wait before coming back.

        var reset = (await stream.NextAsync())!;

        reset.Event.ShouldBe("reset");
        Row(JsonElement.Parse(reset.Data!).GetProperty("presences")[1]).ShouldBe(Hidden);
    }

    private static async Task RowIsAsync(ApiHost host, string row)
    {
        Row(await host.GetJsonAsync("/api/v1/presence/1203")).ShouldBe(row);
        Row((await host.GetJsonAsync("/api/v1/presence")).GetProperty("presences")[1]).ShouldBe(row);
    }

    // However many events it took: a change of the site's settings is one for each extension.
    private static string Row(JsonElement row) => row.GetRawText().Replace($",\"sequence\":{row.GetProperty("sequence").GetInt64()}", string.Empty, StringComparison.Ordinal);

    private static async Task<string> TagAsync(ApiHost host)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/v1/presence");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return answer.Headers.ETag!.ToString();
    }

    private static Task<EngineReply> HideAsync(ApiHost host, bool byPerson) => byPerson
        ? host.Engine.ChangeUsersAsync([host.Engine.Users.Find("1203")! with { HideTimes = true }], [], "admin", TestContext.Current.CancellationToken)
        : host.Engine.ChangeSiteAsync(site => site with { ScheduleTimes = ScheduleTimes.Receptionists }, "admin", TestContext.Current.CancellationToken);

    private static async Task<ApiHost> AtLunchAsync(Caller caller)
    {
        var host = await ApiHost.StartAsync(caller: caller);
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch", Hold.Until, host.Time.GetUtcNow().AddHours(1)));
        return host;
    }
}
