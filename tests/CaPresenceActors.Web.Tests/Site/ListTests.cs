using System.Net;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Site;

public sealed class ListTests
{
    private const string Two = """{"name":"In","availability":"open","colour":"#112233"},{"name":"Out","availability":"closed","colour":"#445566"}""";

    [Fact]
    public async Task Where_a_presence_is_used_is_told()
    {
        await using var host = await ApiHost.StartAsync();
        using var keywords = await host.SendAsync(HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"lunch","presence":"Lunch"}]}""");
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        var uses = (await host.GetJsonAsync("/api/v1/site/presences/use")).GetProperty("presences");

        uses[0].GetRawText().ShouldBe("""{"name":"Available","keywords":0,"ownKeywords":0,"manual":0,"shown":2}""");
        uses[2].GetRawText().ShouldBe("""{"name":"Lunch","keywords":1,"ownKeywords":0,"manual":1,"shown":1}""");
    }

    [Fact]
    public async Task A_presence_in_use_goes_with_a_replacement_alone()
    {
        await using var host = await ApiHost.StartAsync();
        using var keywords = await host.SendAsync(HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"lunch","presence":"Lunch"}]}""");
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        (await host.SendAsync(HttpMethod.Put, "/api/v1/site/presences", $$"""{"presences":[{{Two}}]}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(
            "The presence \"Lunch\" is in use: 1 keyword of the site's list leads to it and it is set by hand at 1 extension. Say which presence of the new list replaces it. Nothing was changed.");

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/site/presences", $$"""{"presences":[{{Two}}],"replacements":[{"presence":"Lunch","by":"Out"}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("keywords")[0].GetProperty("presence").GetString().ShouldBe("Out");
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Out");
        host.Engine.Board.Find("1204")!.Presence.ShouldBe("In");
    }

    [Theory]
    [InlineData("""[{"presence":"Lunch","by":"Siesta"}]""", "The presence \"Lunch\" is to be replaced by \"Siesta\", which is not in the new list.")]
    [InlineData("""[{"presence":"In","by":"Out"}]""", "The presence \"In\" is to be replaced, but is not one that the new list leaves out.")]
    [InlineData("""[{"presence":"Lunch","by":"In"},{"presence":"Lunch","by":"Out"}]""", "The presence \"Lunch\" is to be replaced twice; one presence takes its place.")]
    public async Task A_replacement_that_makes_no_sense_is_refused(string replacements, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/site/presences", $$"""{"presences":[{{Two}}],"replacements":{{replacements}}}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(detail);
        host.Engine.Site.Rules.Version.ShouldBe(0);
    }

    [Fact]
    public async Task The_last_saved_list_is_told_and_taken_back_and_that_too()
    {
        await using var host = await ApiHost.StartAsync();
        using (var nothing = await host.Client.GetAsync("/api/v1/site/undo", TestContext.Current.CancellationToken))
        {
            nothing.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        using var keywords = await host.SendAsync(HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"lunch","presence":"Lunch"}]}""");
        (await host.GetJsonAsync("/api/v1/site/undo")).GetRawText().ShouldBe(
            """{"what":"keywords","savedAt":"2026-11-23T09:00:00Z","savedBy":"local","sentence":"local saved the keyword list: 1 added.","before":{"keywords":[]}}""");

        using var back = await host.SendAsync(HttpMethod.Post, "/api/v1/site/undo");
        (await back.JsonAsync()).GetProperty("keywords").GetArrayLength().ShouldBe(0);

        using var again = await host.SendAsync(HttpMethod.Post, "/api/v1/site/undo");
        (await again.JsonAsync()).GetProperty("keywords").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_saved_presence_list_is_told_with_both_lists_that_were_there_before()
    {
        await using var host = await ApiHost.StartAsync();
        using var saved = await host.SendAsync(HttpMethod.Put, "/api/v1/site/presences", $$"""{"presences":[{{Two}}]}""");

        var undo = await host.GetJsonAsync("/api/v1/site/undo");

        undo.GetProperty("what").GetString().ShouldBe("presences");
        undo.GetProperty("sentence").GetString().ShouldBe("local saved the presence list: 2 added, 7 removed.");
        undo.GetProperty("before").GetProperty("presences").GetArrayLength().ShouldBe(7);
    }

    [Fact]
    public async Task Where_nothing_was_saved_there_is_nothing_to_take_back()
    {
        await using var host = await ApiHost.StartAsync();
        _ = await host.SendAsync(HttpMethod.Post, "/api/v1/site/undo").ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Who_sees_the_times_of_schedules_is_a_preference_that_stays_when_it_is_left_out()
    {
        await using var host = await ApiHost.StartAsync();
        using var set = await host.SendAsync(HttpMethod.Put, "/api/v1/site/preferences", """{"usersMayChangeProfile":true,"newUsersIntegrated":true,"scheduleTimes":"receptionists"}""");
        (await set.JsonAsync()).GetProperty("scheduleTimes").GetString().ShouldBe("receptionists");

        using var left = await host.SendAsync(HttpMethod.Put, "/api/v1/site/preferences", """{"usersMayChangeProfile":false,"newUsersIntegrated":true}""");
        host.Engine.Site.ScheduleTimes.ShouldBe(ScheduleTimes.Receptionists);

        (await host.SendAsync(HttpMethod.Put, "/api/v1/site/preferences", """{"usersMayChangeProfile":false,"newUsersIntegrated":true,"scheduleTimes":"nobody"}""").ProblemAsync(HttpStatusCode.BadRequest))
            .ShouldContain("everybody, receptionists");
    }
}
