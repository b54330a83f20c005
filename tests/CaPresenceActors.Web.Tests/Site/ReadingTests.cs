using System.Globalization;
using System.Net;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Site;

public sealed class ReadingTests
{
    private const string Reading = "/api/v1/site/reading";

    [Theory]
    [InlineData("5", 5)]
    [InlineData("7.5", 7.5)]
    [InlineData("3600", 3600)]
    public async Task How_calendars_are_read_is_set(string interval, double seconds)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, Reading, $$"""{"pollIntervalSeconds":{{interval}},"timeZone":"Europe/Berlin"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var site = await answer.JsonAsync();
        (site.GetProperty("pollIntervalSeconds").GetDouble(), site.GetProperty("timeZone").GetString()).ShouldBe((seconds, "Europe/Berlin"));
        (host.Engine.Site.PollInterval, host.Engine.Site.TimeZone).ShouldBe((TimeSpan.FromSeconds(seconds), "Europe/Berlin"));
    }

    [Fact]
    public async Task A_zone_may_have_the_name_that_Windows_gives_it()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, Reading, """{"pollIntervalSeconds":60,"timeZone":"W. Europe Standard Time"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Engine.Site.Zone.BaseUtcOffset.ShouldBe(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("4.99", "UTC", "The polling interval is 4.99 s; 5 to 3600 s are needed.")]
    [InlineData("3600.5", "UTC", "The polling interval is 3600.5 s; 5 to 3600 s are needed.")]
    [InlineData("-60", "UTC", "The polling interval is -60 s; 5 to 3600 s are needed.")]
    [InlineData("1e300", "UTC", "The polling interval is 1E+300 s; 5 to 3600 s are needed.")]
    [InlineData("60", "Mars/Olympus", "The time zone \"Mars/Olympus\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.")]
    [InlineData("60", "", "The time zone \"\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.")]
    [InlineData("60", "../../../etc/passwd", "The time zone \"../../../etc/passwd\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.")]
    [InlineData("60", "/etc/passwd", "The time zone \"/etc/passwd\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.")]
    public async Task What_breaks_a_rule_is_refused_and_nothing_is_changed(string interval, string zone, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        var before = host.Engine.Site;

        (await host.SendAsync(HttpMethod.Put, Reading, $$"""{"pollIntervalSeconds":{{interval}},"timeZone":"{{zone}}"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldBe(detail);
        host.Engine.Site.ShouldBeSameAs(before);
    }

    [Fact]
    public void A_refusal_is_the_same_in_every_country()
    {
        var here = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Should.Throw<Presence.RuleViolationException>(() => new ReadingBody { PollIntervalSeconds = 4.5, TimeZone = "UTC" }.ApplyTo(Actors.Site.SiteConfiguration.Initial))
                .Message.ShouldBe("The polling interval is 4.5 s; 5 to 3600 s are needed.");
        }
        finally
        {
            CultureInfo.CurrentCulture = here;
        }
    }

    [Theory]
    [InlineData("""{"pollIntervalSeconds":60}""", "The member timeZone is missing.")]
    [InlineData("""{"timeZone":"UTC"}""", "The member pollIntervalSeconds is missing.")]
    [InlineData("""{"pollIntervalSeconds":"60","timeZone":"UTC"}""", "The member pollIntervalSeconds is a text; a number is needed.")]
    public async Task Both_are_needed(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Reading, body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }
}
