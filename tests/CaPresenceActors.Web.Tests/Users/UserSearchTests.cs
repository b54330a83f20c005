using System.Net;
using System.Text.Json;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Users;

public sealed class UserSearchTests
{
    private const string Users = "/api/v1/users";

    [Fact]
    public async Task A_page_tells_how_many_there_are_and_where_the_next_one_is()
    {
        await using var host = await ApiHost.StartAsync();

        var first = await host.GetJsonAsync($"{Users}?limit=2");
        Extensions(first).ShouldBe(["*7+1#", "1203"]);
        first.GetProperty("total").GetInt32().ShouldBe(3);
        var next = first.GetProperty("next").GetString()!;
        next.ShouldBe("/api/v1/users?after=1203&limit=2");

        var second = await host.GetJsonAsync(next);
        Extensions(second).ShouldBe(["1204"]);
        second.GetProperty("total").GetInt32().ShouldBe(3);
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("search=ANNA", "1203")]
    [InlineData("search=okafor%20BEN", "1204")]
    [InlineData("search=%E7%94%B0", "*7+1#")]
    [InlineData("search=test.example", "1203")]
    [InlineData("search=120&account=without", "1204")]
    [InlineData("account=with", "1203")]
    [InlineData("group=", "*7+1#,1203,1204")]
    [InlineData("group=Sales", "")]
    [InlineData("integration=false", "")]
    [InlineData("own=false&integration=true", "*7+1#,1203,1204")]
    [InlineData("after=1203", "1204")]
    public async Task Who_is_asked_for_is_found(string query, string extensions)
    {
        await using var host = await ApiHost.StartAsync();

        string.Join(',', Extensions(await host.GetJsonAsync($"{Users}?{query}"))).ShouldBe(extensions);
    }

    [Fact]
    public async Task The_next_page_asks_the_same_question()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.Put(new UserProfile { Extension = "9", Name = "Zoë & Co", Group = "R&D +1" }));
        host.Engine.Put(new UserProfile { Extension = "91", Name = "Zoë & Co", Group = "R&D +1" });

        var first = await host.GetJsonAsync($"{Users}?search=zoe%20%26&group=R%26D%20%2B1&account=without&own=false&integration=true&limit=1");
        Extensions(first).ShouldBe(["9"]);

        Extensions(await host.GetJsonAsync(first.GetProperty("next").GetString()!)).ShouldBe(["91"]);
    }

    [Fact]
    public async Task Whose_mailbox_is_in_a_state_is_found_page_by_page()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Mailboxes.AddRange(((string[])["*7+1#", "1203", "1204"]).Select(extension =>
            new MailboxHealth(extension, $"{extension}@test.example.com", extension == "1203" ? MailboxState.Reading : MailboxState.NoAccess, null, null, null, null, Followed: false)));

        var first = await host.GetJsonAsync($"{Users}?state=noAccess&limit=1");
        Extensions(first).ShouldBe(["*7+1#"]);
        first.GetProperty("total").GetInt32().ShouldBe(2);
        Extensions(await host.GetJsonAsync(first.GetProperty("next").GetString()!)).ShouldBe(["1204"]);
        Extensions(await host.GetJsonAsync($"{Users}?state=reading")).ShouldBe(["1203"]);
    }

    [Theory]
    [InlineData("state=sleepy", "The query's state is \"sleepy\"; one of the words reading, waiting, stale, noAccess, unknownMailbox, broken, throttled, moving, serverTrouble is needed.")]
    [InlineData("limit=0", "The query's limit is \"0\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("limit=many", "The query's limit is \"many\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("account=some", "The query's account is \"some\"; with or without is needed.")]
    [InlineData("own=yes", "The query's own is \"yes\"; true or false is needed.")]
    [InlineData("integration=", "The query's integration is \"\"; true or false is needed.")]
    [InlineData("search=a&search=b", "The query has 2 of search; one is needed.")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"{Users}?{query}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }

    [Fact]
    public async Task What_is_exported_is_imported_without_a_change()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Put(new UserProfile { Extension = "13", Name = "\"Q\" =1+1, Ünal", Account = "q@test.example.com", Integration = false, TimeZone = "Asia/Tokyo", Group = "R,D" });

        using var export = await host.SendAsync(HttpMethod.Get, $"{Users}/export");
        var file = await export.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        export.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        System.Text.Encoding.UTF8.GetString(file).ShouldBe(
            "extension,name,exchangeAccount,integration,timeZone,group\r\n*7+1#,Chiyo 田中,,true,,\r\n1203,Anna Lindqvist,anna@test.example.com,true,,\r\n1204,Ben Okafor,,true,,\r\n13,\"\"\"Q\"\" =1+1, Ünal\",q@test.example.com,false,Asia/Tokyo,\"R,D\"\r\n");
        using var import = await host.SendAsync(HttpMethod.Post, $"{Users}/import", file, "text/csv");
        (await import.JsonAsync()).GetRawText().ShouldBe("""{"added":0,"changed":0,"unchanged":4}""");
    }

    [Fact]
    public async Task A_preview_tells_line_by_line_what_would_be_and_does_nothing()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Post, $"{Users}/import?preview=true", "extension,name,exchangeAccount,group\n1203,Anna Lindqvist,,Sales\n1204,Ben Okafor,,\n13/0,Dana,,\n1300,Emil,,\n", "text/csv");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"added":1,"changed":1,"unchanged":1,"rows":[{"line":2,"extension":"1203","name":"Anna Lindqvist","kind":"change","changes":[{"member":"exchangeAccount","before":"anna@test.example.com"},{"member":"group","after":"Sales"}]},"""
            + """{"line":3,"extension":"1204","name":"Ben Okafor","kind":"same"},{"line":4,"kind":"wrong","problem":"The extension is \"13/0\"; 1 to 32 of the letters A to Z, the digits and * # + . _ - are needed."},{"line":5,"extension":"1300","name":"Emil","kind":"add"}],"badLines":1}""");
        host.Engine.Users.Find("1300").ShouldBeNull();
        host.Engine.Users.Find("1203")!.Group.ShouldBeNull();
    }

    [Fact]
    public async Task A_preview_of_a_long_file_tells_the_wrong_lines_wherever_they_stand()
    {
        await using var host = await ApiHost.StartAsync();
        var file = "extension,name,exchangeAccount\n" + string.Concat(Enumerable.Range(2000, 1000).Select(i => $"{i},User {i},\n")) + "?,Nobody,\n";

        using var answer = await host.SendAsync(HttpMethod.Post, $"{Users}/import?preview=true", file, "text/csv");

        var preview = await answer.JsonAsync();
        preview.GetProperty("added").GetInt32().ShouldBe(1000);
        preview.GetProperty("rows").GetArrayLength().ShouldBe(500);
        preview.GetProperty("rows")[499].GetProperty("line").GetInt32().ShouldBe(1002);
        preview.GetProperty("badLines").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_preview_that_is_neither_yes_nor_no_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, $"{Users}/import?preview=maybe", "extension,name,exchangeAccount\n", "text/csv").ProblemAsync(HttpStatusCode.BadRequest))
            .ShouldBe("The query's preview is \"maybe\"; true or false is needed.");
    }

    [Fact]
    public async Task A_group_is_set_and_taken_away_with_the_profile()
    {
        await using var host = await ApiHost.StartAsync();

        using var set = await host.SendAsync(HttpMethod.Put, $"{Users}/1203", """{"name":"Anna","group":" Sales  North "}""");
        (await set.JsonAsync()).GetProperty("group").GetString().ShouldBe("Sales North");
        (await host.GetJsonAsync("/api/v1/presence/1203")).GetProperty("group").GetString().ShouldBe("Sales North");

        using var gone = await host.SendAsync(HttpMethod.Put, $"{Users}/1203", """{"name":"Anna"}""");
        (await gone.JsonAsync()).TryGetProperty("group", out _).ShouldBeFalse();

        (await host.SendAsync(HttpMethod.Put, $"{Users}/1203", $$"""{"name":"Anna","group":"{{new string('x', 65)}}"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldStartWith("The group is 65 characters long; 1 to 64 are needed");
    }

    private static IEnumerable<string?> Extensions(JsonElement answer) => answer.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("extension").GetString());
}
