using System.Net;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Rules;

public sealed class RulesTests
{
    [Fact]
    public async Task A_subject_says_which_keyword_wins_and_why_the_others_do_not()
    {
        await using var host = await ApiHost.StartAsync();
        using var saved = await host.SendAsync(
            HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"off","presence":"Vacation","wholeWord":true},{"keyword":"meeting","presence":"In a meeting"},{"keyword":"month","presence":"Lunch"}]}""");

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/rules/test", """{"subject":"Monthly meeting: offers"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"presence":"In a meeting","winner":{"keyword":"meeting","presence":"In a meeting","position":2},"candidates":["""
            + """{"keyword":"off","presence":"Vacation","position":1,"verdict":"notWholeWord","reason":"It must stand as a word of its own, and is there only as a part of longer words."},"""
            + """{"keyword":"meeting","presence":"In a meeting","position":2,"verdict":"wins","reason":"It stands highest of those that match."},"""
            + """{"keyword":"month","presence":"Lunch","position":3,"verdict":"lower","reason":"It matches, but keyword 2 (\"meeting\") stands higher."}]}""");
    }

    [Fact]
    public async Task A_list_can_be_tried_before_it_is_saved()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/rules/test", """{"subject":"定例会議","keywords":[{"keyword":"会議","presence":"Lunch"}]}""");

        (await answer.JsonAsync()).GetProperty("presence").GetString().ShouldBe("Lunch");
        host.Engine.Site.Rules.Keywords.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_with_a_list_of_their_own_tries_that()
    {
        await using var host = await ApiHost.StartAsync(caller: new Caller("1203", Role.User, "1203"));
        var own = KeywordList.Of([new KeywordRow("yoga", "Lunch")], PresenceList.Initial);
        await host.Engine.ChangeUsersAsync([new UserProfile { Extension = "1203", Name = "Anna", OwnKeywords = own }], [], "test", TestContext.Current.CancellationToken);

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/rules/test", """{"subject":"Yoga"}""");

        (await answer.JsonAsync()).GetProperty("winner").GetProperty("keyword").GetString().ShouldBe("yoga");
    }

    [Fact]
    public async Task Where_no_keyword_matches_the_default_presence_is_told_and_no_winner()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/rules/test", """{"subject":""}""");

        (await answer.JsonAsync()).GetRawText().ShouldBe("""{"presence":"Available","candidates":[]}""");
    }

    [Theory]
    [InlineData("test", """{"subject":"x","keywords":[{"keyword":"x","presence":"Siesta"}]}""", "Keyword 1 (\"x\") leads to \"Siesta\", which is not in the presence list.")]
    [InlineData("lint", """{"keywords":[{"keyword":" ","presence":"Lunch"}]}""", "Keyword 1 is 0 characters long after normalisation; 1 to 100 are allowed.")]
    public async Task A_list_that_breaks_a_rule_is_refused_with_the_rule(string what, string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, $"/api/v1/rules/{what}", body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(detail);
    }

    [Fact]
    public async Task A_subject_that_is_too_long_is_refused_without_being_repeated()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/api/v1/rules/test", $$"""{"subject":"{{new string('x', 1001)}}"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe("The subject is 1001 characters long; at most 1000 are taken.");
    }

    [Fact]
    public async Task Keywords_that_do_nothing_are_told_with_what_was_found_in_the_known_calendars()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Put("1205", "Eve", "eve@test.example.com");
        await host.Engine.ChangeUsersAsync([new UserProfile { Extension = "1206", Name = "Own", Account = "own@test.example.com", OwnKeywords = KeywordList.Empty }], [], "test", TestContext.Current.CancellationToken);
        host.Engine.Read("1203", Event(10, "Team meeting XYZZY"), Event(12, "Meeting"));
        host.Engine.Read("1205", Event(10, "meeting"));
        host.Engine.Read("1206", Event(10, "yoga"));

        using var answer = await host.SendAsync(
            HttpMethod.Post,
            "/api/v1/rules/lint",
            """{"keywords":[{"keyword":"meet","presence":"Lunch"},{"keyword":"meeting","presence":"In a meeting"},{"keyword":"team","presence":"Lunch"},{"keyword":"yoga","presence":"Lunch"}]}""");

        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"warnings":["""
            + """{"position":2,"keyword":"meeting","kind":"shadowed","by":1,"sentence":"\"meeting\" can never win: wherever it matches, keyword 1 (\"meet\") matches too, and stands higher."},"""
            + """{"position":3,"keyword":"team","kind":"outranked","sentence":"\"team\" is in 1 event of the known calendars, and a higher keyword decides it."},"""
            + """{"position":4,"keyword":"yoga","kind":"neverMatched","sentence":"\"yoga\" is in no event of the known calendars."}],"matches":["""
            + """{"position":1,"keyword":"meet","people":2,"events":3,"deciding":3},{"position":2,"keyword":"meeting","people":2,"events":3,"deciding":0},"""
            + """{"position":3,"keyword":"team","people":1,"events":1,"deciding":0},{"position":4,"keyword":"yoga","people":0,"events":0,"deciding":0}],"""
            + "\"calendars\":{\"people\":2,\"until\":\"2026-11-25T09:00:00Z\"}}");
    }

    [Fact]
    public async Task Where_no_calendar_is_known_nothing_is_said_to_be_missing_from_one()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/rules/lint", """{"keywords":[{"keyword":"yoga","presence":"Lunch"}]}""");

        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"warnings":[],"matches":[{"position":1,"keyword":"yoga","people":0,"events":0,"deciding":0}],"calendars":{"people":0}}""");
    }

    private static Appointment Event(int hour, string subject) => new()
    {
        Key = AppointmentKey.Of($"{hour} {subject}"),
        Subject = subject,
        Start = new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.Zero),
        End = new DateTimeOffset(2026, 11, 23, hour + 1, 0, 0, TimeSpan.Zero),
    };
}
