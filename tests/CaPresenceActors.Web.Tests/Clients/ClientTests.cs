using System.Net;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Clients;

public sealed class ClientTests
{
    private const string Client = "/api/v1/client";
    private const string Favourites = "/api/v1/me/favourites";

    [Fact]
    public async Task A_client_is_told_who_asks_and_what_holds_for_them()
    {
        await using var host = await ApiHost.StartAsync(
            engine => engine.Put(new UserProfile { Extension = "1203", Name = "Anna Lindqvist", Account = "anna@test.example.com", Group = "Sales" }), Callers.Anna);
        await host.Engine.ChangeSiteAsync(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("meeting", "In a meeting")]) }, "admin", TestContext.Current.CancellationToken);

        var client = await host.GetJsonAsync(Client);

        client.GetProperty("me").GetRawText().ShouldBe(
            """{"name":"1203","role":"user","extension":"1203","displayName":"Anna Lindqvist","profile":{"extension":"1203","name":"Anna Lindqvist","exchangeAccount":"anna@test.example.com","integration":true,"group":"Sales"}}""");
        client.GetProperty("presences").GetArrayLength().ShouldBe(7);
        client.GetProperty("keywords").GetRawText().ShouldBe("""{"own":false,"rows":[{"keyword":"meeting","presence":"In a meeting","wholeWord":false}]}""");
        client.GetProperty("site").GetRawText().ShouldBe(
            """{"version":1,"integration":false,"options":{"afterEvent":"default","ignoreFree":false,"ignoreTentative":false,"ignoreWorkingElsewhere":false,"ignoreAllDay":false,"ignorePrivate":false},"timeZone":"UTC","usersMayChangeProfile":false,"scheduleTimes":"everybody"}""");
        client.GetProperty("favourites").GetRawText().ShouldBe("[]");
        client.GetProperty("groups").GetRawText().ShouldBe("""[{"name":"Sales","count":1}]""");
        client.GetProperty("position").GetInt64().ShouldBe(host.Engine.Board.Position);
    }

    [Fact]
    public async Task Own_keywords_are_told_instead_of_the_sites()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);
        using var own = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":[]}""");

        (await host.GetJsonAsync(Client)).GetProperty("keywords").GetRawText().ShouldBe("""{"own":true,"rows":[]}""");
    }

    [Fact]
    public async Task Who_has_no_extension_has_no_profile()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Administrator);

        (await host.GetJsonAsync(Client)).GetProperty("me").GetRawText().ShouldBe("""{"name":"admin","role":"administrator","displayName":"admin"}""");
    }

    [Fact]
    public async Task Who_has_this_very_answer_is_told_so_however_many_presences_change()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);
        using var first = await host.SendAsync(HttpMethod.Get, Client);
        var tag = first.Headers.ETag!.ToString();

        host.Engine.Do("1204", new PresenceCommand.SetManualPresence("Lunch"));
        (await StatusWithTagAsync(host, tag)).ShouldBe(HttpStatusCode.NotModified);

        using var saved = await host.SendAsync(HttpMethod.Put, Favourites, """{"extensions":["1204"]}""");
        (await StatusWithTagAsync(host, tag)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Favourites_are_kept_in_their_own_order()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);

        using var answer = await host.SendAsync(HttpMethod.Put, Favourites, """{"extensions":["1204","*7+1#"]}""");

        (await answer.JsonAsync()).GetRawText().ShouldBe("""{"extensions":["1204","*7+1#"]}""");
        (await host.GetJsonAsync(Client)).GetProperty("favourites").GetRawText().ShouldBe("""["1204","*7+1#"]""");
    }

    [Fact]
    public async Task Who_is_not_there_any_more_is_nobodys_favourite()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);
        using var answer = await host.SendAsync(HttpMethod.Put, Favourites, """{"extensions":["9999","1204","*7+1#"]}""");
        (await answer.JsonAsync()).GetRawText().ShouldBe("""{"extensions":["1204","*7+1#"]}""");

        await host.Engine.ChangeUsersAsync([], ["1204"], "admin", TestContext.Current.CancellationToken);

        (await host.GetJsonAsync(Client)).GetProperty("favourites").GetRawText().ShouldBe("""["*7+1#"]""");
    }

    [Fact]
    public async Task A_list_that_is_too_long_or_names_somebody_twice_is_refused()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);

        (await host.SendAsync(HttpMethod.Put, Favourites, """{"extensions":["1204","1203","1204"]}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe("The extension 1204 is in the list twice. Nothing was changed.");
        var many = string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"{i}\""));
        (await host.SendAsync(HttpMethod.Put, Favourites, $"{{\"extensions\":[{many}]}}").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe("The list has 501 favourites; at most 500 are allowed. Nothing was changed.");
    }

    [Fact]
    public async Task Favourites_that_cannot_be_recorded_are_not_kept()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, Favourites, """{"extensions":["1204"]}""").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
    }

    private static async Task<HttpStatusCode> StatusWithTagAsync(ApiHost host, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Client);
        request.Headers.Add("If-None-Match", tag);
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
