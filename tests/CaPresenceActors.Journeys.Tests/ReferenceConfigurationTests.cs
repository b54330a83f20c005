using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>hocon/reference.conf says every default; where the code has one too, the two are equal.</summary>
public sealed class ReferenceConfigurationTests
{
    [Fact]
    public void The_reference_says_the_defaults_that_the_code_has()
    {
        var options = HostOptionsReader.Read(
            HostConfiguration.Load(file: null, """capresence.seed.exchange { server = "exchange.example.com", user-name = "admin@example.com", password = "p" }"""), file: null);

        options.Seed.Exchange.ShouldBe(new ExchangeConnection { Server = "exchange.example.com", UserName = "admin@example.com", Password = "p" });
        options.Seed.Rules.ShouldBe(SiteSettings.Initial);
        options.Seed.PollInterval.ShouldBe(SiteConfiguration.Initial.PollInterval);
        options.Seed.TimeZone.ShouldBe(SiteConfiguration.Initial.TimeZone);
        options.Seed.UsersMayChangeProfile.ShouldBe(SiteConfiguration.Initial.UsersMayChangeProfile);
        options.Seed.NewUsersIntegrated.ShouldBe(SiteConfiguration.Initial.NewUsersIntegrated);
        options.ReadConcurrency.ShouldBe(new PollingSettings().Concurrency);
    }

    [Fact]
    public void A_default_that_differs_is_caught()
    {
        var options = HostOptionsReader.Read(HostConfiguration.Load(file: null, "capresence.polling.concurrency = 9"), file: null);

        options.ReadConcurrency.ShouldNotBe(new PollingSettings().Concurrency);
    }
}
