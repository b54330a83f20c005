using System.Net;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Site;

public sealed class PreferenceTests
{
    private const string Preferences = "/api/v1/site/preferences";

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Preferences_are_set(bool usersMayChangeProfile, bool newUsersIntegrated)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(
            HttpMethod.Put, Preferences, $$"""{"usersMayChangeProfile":{{Word(usersMayChangeProfile)}},"newUsersIntegrated":{{Word(newUsersIntegrated)}}}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var site = await answer.JsonAsync();
        (site.GetProperty("usersMayChangeProfile").GetBoolean(), site.GetProperty("newUsersIntegrated").GetBoolean()).ShouldBe((usersMayChangeProfile, newUsersIntegrated));
        (host.Engine.Site.UsersMayChangeProfile, host.Engine.Site.NewUsersIntegrated).ShouldBe((usersMayChangeProfile, newUsersIntegrated));
    }

    [Theory]
    [InlineData("""{"usersMayChangeProfile":true}""", "The member newUsersIntegrated is missing.")]
    [InlineData("""{"newUsersIntegrated":true}""", "The member usersMayChangeProfile is missing.")]
    [InlineData("""{"usersMayChangeProfile":"yes","newUsersIntegrated":true}""", "The member usersMayChangeProfile is a text; true or false is needed.")]
    public async Task Both_are_needed(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Preferences, body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
        host.Engine.Site.Rules.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Preferences_that_cannot_be_recorded_are_not_changed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, Preferences, """{"usersMayChangeProfile":true,"newUsersIntegrated":false}""").ProblemAsync(HttpStatusCode.ServiceUnavailable))
            .ShouldBe("The disk is full.");
        (host.Engine.Site.UsersMayChangeProfile, host.Engine.Site.NewUsersIntegrated).ShouldBe((false, true));
    }

    private static string Word(bool value) => value ? "true" : "false";
}
