using System.Text.Json.Nodes;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What the configuration says under <c>seed</c> counts for a new database, and never undoes what was changed since.</summary>
public sealed class SeedJourneys
{
    [Fact]
    public async Task What_was_changed_since_survives_a_restart_with_the_same_configuration_even_when_the_seed_has_users_alone()
    {
        await using var site = new Site();
        var anna = site.Hire("501");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(site.ConfigurationFile)!, "seed.csv"), Site.Csv(anna), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(site.ConfigurationFile, UsersAlone(site), TestContext.Current.CancellationToken);

        await using (var host = await site.StartHostAsync())
        {
            (await UserAsync(host)).GetProperty("integration").GetBoolean().ShouldBeTrue();
            await host.PutAsync("api/v1/users/501/integration", new { integration = false });
            await host.PutAsync("api/v1/users/501/keywords", new { keywords = new[] { new { keyword = "yoga", presence = "Lunch" } } });
            (await host.StopAsync()).ShouldBe(0);
        }

        await using var again = await site.StartHostAsync();
        var user = await UserAsync(again);
        user.GetProperty("integration").GetBoolean().ShouldBeFalse();
        user.GetProperty("keywords").GetArrayLength().ShouldBe(1);
    }

    private static Task<System.Text.Json.JsonElement> UserAsync(Support.Host host) => host.GetAsync("api/v1/users/501");

    private static string UsersAlone(Site site) => new JsonObject
    {
        ["capresence"] = new JsonObject
        {
            ["data-directory"] = site.DataDirectory,
            ["http"] = new JsonObject { ["port"] = 0 },
            ["seed"] = new JsonObject { ["users-file"] = "seed.csv" },
        },
    }.ToJsonString();
}
