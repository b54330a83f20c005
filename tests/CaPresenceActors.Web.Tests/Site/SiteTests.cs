using System.Net;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Site;

public sealed class SiteTests
{
    [Fact]
    public async Task A_new_site_shows_what_it_starts_with()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetJsonAsync("/api/v1/site")).GetRawText().ShouldBe(
            """{"version":0,"integration":false,"presences":[{"name":"Available","availability":"open","colour":"#1a7f45"},{"name":"In a meeting","availability":"busy","activity":"meeting","colour":"#c0263a"},{"name":"Lunch","availability":"away","activity":"lunch","colour":"#9a5b00"},{"name":"Business trip","availability":"away","activity":"travel","colour":"#9a5b00"},{"name":"Out of office","availability":"away","activity":"away","colour":"#5b6472"},{"name":"Vacation","availability":"closed","activity":"vacation","colour":"#5b6472"},{"name":"Do not disturb","availability":"busy","activity":"busy","colour":"#c0263a"}],"keywords":[],"options":{"afterEvent":"default","ignoreFree":false,"ignoreTentative":false,"ignoreWorkingElsewhere":false,"ignoreAllDay":false,"ignorePrivate":false},"timeZone":"UTC","pollIntervalSeconds":60,"usersMayChangeProfile":false,"newUsersIntegrated":true,"scheduleTimes":"everybody"}""");
    }

    [Fact]
    public async Task Keywords_are_replaced_as_a_whole_and_in_order()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"会議","presence":"In a meeting"},{"keyword":"off","presence":"Vacation","wholeWord":true}]}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var site = await answer.JsonAsync();
        site.GetProperty("version").GetInt64().ShouldBe(1);
        site.GetProperty("keywords").GetRawText().ShouldBe(
            """[{"keyword":"会議","presence":"In a meeting","wholeWord":false},{"keyword":"off","presence":"Vacation","wholeWord":true}]""");
        host.Engine.Site.Rules.Keywords.Rows.ShouldBe([new KeywordRow("会議", "In a meeting"), new KeywordRow("off", "Vacation", WholeWord: true)]);
    }

    [Fact]
    public async Task Presences_are_replaced_as_a_whole()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Put, "/api/v1/site/presences", """{"presences":[{"name":" In ","availability":"open","colour":"#112233"},{"name":"Out","availability":"closed","activity":"away","colour":"#445566"}]}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Engine.Site.Rules.Presences.ShouldBe([new("In", Availability.Open, null, "#112233"), new("Out", Availability.Closed, "away", "#445566")]);
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("In");
    }

    [Fact]
    public async Task A_renamed_presence_takes_keywords_and_people_along()
    {
        await using var host = await ApiHost.StartAsync();
        using var keywords = await host.SendAsync(HttpMethod.Put, "/api/v1/site/keywords", """{"keywords":[{"keyword":"lunch","presence":"Lunch"}]}""");
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        using var answer = await host.SendAsync(HttpMethod.Post, "/api/v1/site/presences/rename", """{"from":"Lunch","to":"Canteen"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Engine.Site.Rules.Keywords.Rows.ShouldBe([new KeywordRow("lunch", "Canteen")]);
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Canteen");
    }

    [Fact]
    public async Task Options_are_replaced_as_a_whole()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.SendAsync(HttpMethod.Put, "/api/v1/site/options", """{"ignoreFree":true,"ignorePrivate":true,"ignoreTentative":true,"ignoreWorkingElsewhere":true,"ignoreAllDay":true}""");
        host.Engine.Site.Rules.Options.ShouldBe(
            new PresenceOptions { IgnoreFree = true, IgnorePrivate = true, IgnoreTentative = true, IgnoreWorkingElsewhere = true, IgnoreAllDay = true });

        using var second = await host.SendAsync(HttpMethod.Put, "/api/v1/site/options", """{"afterEvent":"previous"}""");
        host.Engine.Site.Rules.Options.ShouldBe(new PresenceOptions { AfterEvent = AfterEvent.Previous });
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_integration_is_switched(string on)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, "/api/v1/site/integration", $$"""{"integration":{{on}}}""");

        (await answer.JsonAsync()).GetProperty("integration").GetRawText().ShouldBe(on);
        host.Engine.Site.Rules.Integration.ShouldBe(bool.Parse(on));
    }

    [Theory]
    [InlineData("keywords", """{"keywords":[{"keyword":"x","presence":"Siesta"}]}""", "Keyword 1 (\"x\") leads to \"Siesta\", which is not in the presence list.")]
    [InlineData("keywords", """{"keywords":[{"keyword":"  ","presence":"Lunch"}]}""", "Keyword 1 is 0 characters long after normalisation; 1 to 100 are allowed.")]
    [InlineData("presences", """{"presences":[]}""", "The presence list has 0 presences; 1 to 40 are needed.")]
    [InlineData("presences", """{"presences":[{"name":"In","availability":"open","colour":"red"}]}""", "Presence 1 (\"In\") has the colour \"red\"; it needs the form #rrggbb.")]
    public async Task What_breaks_a_rule_is_refused_with_the_rule(string part, string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, $"/api/v1/site/{part}", body).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(detail);
        host.Engine.Site.Rules.Version.ShouldBe(0);
    }

    [Fact]
    public async Task A_presence_that_is_not_there_cannot_be_renamed()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/api/v1/site/presences/rename", """{"from":"Siesta","to":"Rest"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe("There is no presence \"Siesta\" to rename.");
    }

    [Fact]
    public async Task Settings_that_cannot_be_recorded_are_not_changed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, "/api/v1/site/integration", """{"integration":true}""").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
    }
}
