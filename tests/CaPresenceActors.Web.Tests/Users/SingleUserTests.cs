using System.Net;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Users;

public sealed class SingleUserTests
{
    [Fact]
    public async Task A_new_user_is_added_and_shown_at_once()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Put, "/api/v1/users/1300", """{"name":"Dana Petrov","exchangeAccount":"dana@test.example.com","integration":false,"timeZone":"Europe/Sofia"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.Location!.OriginalString.ShouldBe("/api/v1/users/1300");
        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"extension":"1300","name":"Dana Petrov","exchangeAccount":"dana@test.example.com","integration":false,"timeZone":"Europe/Sofia"}""");
        (await FindAsync(host, "1300")).ShouldBe(
            new UserProfile { Extension = "1300", Name = "Dana Petrov", Account = "dana@test.example.com", Integration = false, TimeZone = "Europe/Sofia" });
        host.Engine.Board.Find("1300")!.Name.ShouldBe("Dana Petrov");
    }

    [Fact]
    public async Task A_known_user_is_replaced_and_what_is_left_out_is_none()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.Put("1300", "Dana", "dana@test.example.com"));
        using var zone = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1300", """{"name":"Dana","timeZone":"Europe/Sofia"}""");

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1300", """{"name":"Dana Petrov"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().ShouldBe("""{"extension":"1300","name":"Dana Petrov","integration":true}""");
        (await FindAsync(host, "1300")).ShouldBe(new UserProfile { Extension = "1300", Name = "Dana Petrov" });
    }

    [Fact]
    public async Task Own_keywords_stay()
    {
        await using var host = await ApiHost.StartAsync();
        using var own = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":[{"keyword":"yoga","presence":"Do not disturb"}]}""");

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":"Anna"}""");

        (await answer.JsonAsync()).GetProperty("keywords").GetRawText().ShouldBe("""[{"keyword":"yoga","presence":"Do not disturb","wholeWord":false}]""");
        (await FindAsync(host, "1203")).OwnKeywords!.Rows.ShouldBe([new KeywordRow("yoga", "Do not disturb")]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_new_user_of_whom_nothing_is_said_is_integrated_as_the_site_has_chosen(string sites, bool integrated)
    {
        await using var host = await ApiHost.StartAsync();
        using var preferences = await host.SendAsync(HttpMethod.Put, "/api/v1/site/preferences", $$"""{"usersMayChangeProfile":false,"newUsersIntegrated":{{sites}}}""");

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1300", """{"name":"Dana"}""");

        (await FindAsync(host, "1300")).Integration.ShouldBe(integrated);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    public async Task A_known_users_integration_stays_when_nothing_is_said_of_it(string before, bool newUsersIntegrated)
    {
        await using var host = await ApiHost.StartAsync();
        using var was = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/integration", $$"""{"integration":{{before}}}""");
        using var preferences = await host.SendAsync(
            HttpMethod.Put, "/api/v1/site/preferences", $$"""{"usersMayChangeProfile":false,"newUsersIntegrated":{{(newUsersIntegrated ? "true" : "false")}}}""");

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":"Anna"}""");

        (await answer.JsonAsync()).GetProperty("integration").GetRawText().ShouldBe(before);
        (await FindAsync(host, "1203")).Integration.ShouldBe(bool.Parse(before));
    }

    [Fact]
    public async Task A_user_is_written_as_an_import_would_write_them()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1300", """{"name":"  Dana\n Petrov ","exchangeAccount":" ","integration":null,"timeZone":""}""");

        (await FindAsync(host, "1300")).ShouldBe(new UserProfile { Extension = "1300", Name = "Dana Petrov" });
    }

    [Theory]
    [InlineData("/api/v1/users/*7+1%23", "*7+1#")]
    [InlineData("/api/v1/users/import", "import")]
    public async Task Any_extension_has_an_address(string path, string extension)
    {
        await using var host = await ApiHost.StartAsync();

        using var put = await host.SendAsync(HttpMethod.Put, path, """{"name":"Dana"}""");
        (await FindAsync(host, extension)).Name.ShouldBe("Dana");
        (await host.GetJsonAsync(path)).GetRawText().ShouldBe($$"""{"extension":"{{extension}}","name":"Dana","integration":true}""");
        using var gone = await host.SendAsync(HttpMethod.Delete, path);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_address_of_a_new_user_is_told_as_it_must_be_asked_for()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/%23+2", """{"name":"Dana"}""");

        (await host.GetJsonAsync(answer.Headers.Location!.OriginalString)).GetProperty("extension").GetString().ShouldBe("#+2");
    }

    [Theory]
    [InlineData("13%2F01", """{"name":"Dana"}""", "The extension is \"13%2F01\"; 1 to 32 of")]
    [InlineData("1203", """{"name":" "}""", "The name is 0 characters long; 1 to 128")]
    [InlineData("1203", """{"name":"A\u0007"}""", "The name has a control character in it; nothing was changed.")]
    [InlineData("1203", """{"name":"Anna","exchangeAccount":"anna"}""", "The Exchange user account is \"anna\"; the form [user name]@[domain name] is needed")]
    [InlineData("1203", """{"name":"Anna","timeZone":"Mars/Olympus"}""", "The time zone \"Mars/Olympus\" is not known on this machine")]
    public async Task What_breaks_a_rule_is_refused_and_nothing_is_changed(string extension, string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        var before = await host.Engine.UsersAsync(TestContext.Current.CancellationToken);

        (await host.SendAsync(HttpMethod.Put, $"/api/v1/users/{extension}", body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldStartWith(detail);
        (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Theory]
    [InlineData("{}", "The member name is missing.")]
    [InlineData("""{"name":null}""", "The member name is null; a text is needed.")]
    [InlineData("""{"name":"Anna","integration":"yes"}""", "The member integration is a text; true or false is needed.")]
    [InlineData("""{"name":"Anna","extension":"1204"}""", "The member extension is not known; known are name, exchangeAccount, integration, timeZone, group.")]
    [InlineData("""{"name":"Anna","keywords":[]}""", "The member keywords is not known; known are name, exchangeAccount, integration, timeZone, group.")]
    public async Task What_cannot_be_read_is_told_by_the_members_name(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }

    [Fact]
    public async Task A_removed_user_is_gone_from_the_board_too()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Delete, "/api/v1/users/1203");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.SendAsync(HttpMethod.Get, "/api/v1/users/1203").ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("Nobody has the extension 1203.");
        (await host.SendAsync(HttpMethod.Get, "/api/v1/presence/1203").ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("Nobody has the extension 1203.");
        (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).Select(user => user.Extension).ShouldBe(["*7+1#", "1204"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Nobody_has_an_unknown_extension(string method)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Parse(method), "/api/v1/users/9999").ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("Nobody has the extension 9999.");
        (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_user_that_cannot_be_recorded_is_neither_changed_nor_removed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":"Anna"}""").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await host.SendAsync(HttpMethod.Delete, "/api/v1/users/1203").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await FindAsync(host, "1203")).Name.ShouldBe("Anna Lindqvist");
    }

    [Fact]
    public async Task A_refusal_gives_the_turn_back()
    {
        await using var host = await ApiHost.StartAsync();

        await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":" "}""").ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await host.SendAsync(HttpMethod.Delete, "/api/v1/users/9999").ProblemAsync(HttpStatusCode.NotFound);
        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":"Anna"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<UserProfile> FindAsync(ApiHost host, string extension) =>
        (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).Single(user => user.Extension == extension);
}
