using System.Net;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;
using CaPresenceActors.Web.Users;

namespace CaPresenceActors.Web.Tests.Users;

public sealed class UserTests
{
    private const string Import = "/api/v1/users/import";

    [Fact]
    public async Task Profiles_are_listed()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetJsonAsync("/api/v1/users")).GetRawText().ShouldBe(
            """{"users":[{"extension":"*7+1#","name":"Chiyo 田中","integration":true},{"extension":"1203","name":"Anna Lindqvist","exchangeAccount":"anna@test.example.com","integration":true},{"extension":"1204","name":"Ben Okafor","integration":true}]}""");
    }

    [Fact]
    public async Task An_import_adds_and_changes_users()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Post, Import, "extension,name,exchangeAccount\r\n1203,Anna Lindqvist,anna@test.example.com\r\n1204,Ben Okafor,ben@test.example.com\r\n1300,Dana Petrov,\r\n", "text/csv; charset=utf-8");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().ShouldBe("""{"added":1,"changed":1,"unchanged":1}""");
        var users = await host.Engine.UsersAsync(TestContext.Current.CancellationToken);
        users.Single(u => u.Extension == "1204").Account.ShouldBe("ben@test.example.com");
        host.Engine.Board.Find("1300")!.Name.ShouldBe("Dana Petrov");
    }

    [Fact]
    public async Task An_import_keeps_own_keywords_and_what_it_does_not_tell()
    {
        await using var host = await ApiHost.StartAsync();
        using var own = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":[]}""");
        using var off = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/integration", """{"integration":false}""");

        using var answer = await host.SendAsync(HttpMethod.Post, Import, "extension,name,exchangeAccount\n1203,Anna,anna@test.example.com", "text/csv");

        var anna = (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).Single(u => u.Extension == "1203");
        anna.Name.ShouldBe("Anna");
        anna.Integration.ShouldBeFalse();
        anna.OwnKeywords.ShouldBe(KeywordList.Empty);
    }

    [Fact]
    public async Task One_bad_line_imports_nobody_and_every_bad_line_is_told()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Post, Import, "extension,name,exchangeAccount\n1300,Dana,\n13/01,Emil,\n1302,,\n", "text/csv");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.JsonAsync();
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith("2 lines are wrong, so nobody was added or changed. The first is line 3: The extension is \"13/01\"");
        problem.GetProperty("badLines").GetInt32().ShouldBe(2);
        problem.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line").GetInt32()).ShouldBe([3, 4]);
        host.Engine.Board.Find("1300").ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_is_called_something_else_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, Import, "extension,name,exchangeAccount\n", "text/plain").ProblemAsync(HttpStatusCode.UnsupportedMediaType))
            .ShouldBe("The body is \"text/plain\"; text/csv is needed.");
    }

    [Fact]
    public async Task A_file_may_be_longer_than_other_bodies()
    {
        await using var host = await ApiHost.StartAsync();
        var file = "extension,name,exchangeAccount\n" + string.Concat(Enumerable.Range(2000, 5000).Select(i => $"{i},User {i},u{i}@test.example.com\n"));

        using var answer = await host.SendAsync(HttpMethod.Post, Import, file, "text/csv");

        (await answer.JsonAsync()).GetProperty("added").GetInt32().ShouldBe(5000);
    }

    [Fact]
    public async Task A_file_has_its_limit_too()
    {
        await using var host = await ApiHost.StartAsync();

        // The length alone is refused, before the body is sent.
        var answer = await RawHttp.SendAsync(host.Address, $"POST {Import} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Bearer {host.LocalToken}\r\nContent-Type: text/csv\r\nContent-Length: 67108865\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("The body is longer than 67108864 bytes");
    }

    [Fact]
    public async Task A_user_gets_a_keyword_list_of_their_own_and_the_sites_again()
    {
        await using var host = await ApiHost.StartAsync();

        using var own = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":[{"keyword":"yoga","presence":"Do not disturb"}]}""");
        (await own.JsonAsync()).GetProperty("keywords").GetRawText().ShouldBe("""[{"keyword":"yoga","presence":"Do not disturb","wholeWord":false}]""");
        (await host.GetJsonAsync("/api/v1/presence/1203/why")).GetProperty("ownKeywords").GetBoolean().ShouldBeTrue();

        using var sites = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":null}""");
        (await sites.JsonAsync()).TryGetProperty("keywords", out _).ShouldBeFalse();
        (await host.GetJsonAsync("/api/v1/presence/1203/why")).GetProperty("ownKeywords").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task An_own_list_keeps_the_rules_too()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", """{"keywords":[{"keyword":"x","presence":"Siesta"}]}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe("Keyword 1 (\"x\") leads to \"Siesta\", which is not in the presence list.");
        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/keywords", "{}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("The member keywords is missing.");
    }

    [Fact]
    public async Task A_users_integration_is_switched()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/integration", """{"integration":false}""");

        (await answer.JsonAsync()).GetProperty("integration").GetBoolean().ShouldBeFalse();
        (await host.Engine.UsersAsync(TestContext.Current.CancellationToken)).Single(u => u.Extension == "1203").Integration.ShouldBeFalse();
    }

    [Theory]
    [InlineData("keywords", """{"keywords":null}""")]
    [InlineData("integration", """{"integration":true}""")]
    public async Task Nobody_has_an_unknown_extension(string part, string body)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, $"/api/v1/users/9999/{part}", body).ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("Nobody has the extension 9999.");
    }

    [Fact]
    public async Task Users_that_cannot_be_recorded_are_not_changed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Post, Import, "extension,name,exchangeAccount\n1300,Dana,", "text/csv").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203/integration", """{"integration":false}""").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
    }

    [Fact]
    public async Task Changes_of_one_user_at_once_do_not_undo_each_other()
    {
        var engine = new FakeEngine(TimeProvider.System);
        engine.Put("1203", "Anna", account: null);
        using var changes = new UserChanges(engine, engine.Users);
        var gate = new TaskCompletionSource();
        engine.UsersGate = gate.Task;

        // Both have come as far as they get when the gate opens: nothing here runs on another thread before.
        var keywords = changes.ChangeAsync("1203", user => user with { OwnKeywords = KeywordList.Empty }, "admin", TestContext.Current.CancellationToken);
        var integration = changes.ChangeAsync("1203", user => user with { Integration = false }, "admin", TestContext.Current.CancellationToken);
        gate.SetResult();
        await Task.WhenAll(keywords, integration);

        var anna = (await engine.UsersAsync(TestContext.Current.CancellationToken)).Single();
        (anna.Integration, anna.OwnKeywords).ShouldBe((false, KeywordList.Empty));
    }
}
