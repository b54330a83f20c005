using CaPresenceActors.Hocon.Configuration;
using Microsoft.Extensions.Configuration;

namespace CaPresenceActors.Hocon.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void Paths_become_keys_with_colons_and_lists_are_numbered()
    {
        var configuration = Build(
            "presence.calendar.poll-interval = 1m, l = [a, { b = 2 }], empty = [], none {}, nothing = null, flag = true");

        configuration["presence:calendar:poll-interval"].ShouldBe("1m");
        configuration["PRESENCE:Calendar:Poll-Interval"].ShouldBe("1m");
        configuration["l:0"].ShouldBe("a");
        configuration["l:1:b"].ShouldBe("2");
        configuration["empty"].ShouldBe("");
        configuration["none"].ShouldBeNull();
        configuration["nothing"].ShouldBeNull();
        configuration.GetSection("l").GetChildren().Count().ShouldBe(2);
        configuration.GetValue<bool>("flag").ShouldBeTrue();
    }

    [Fact]
    public void Layers_override_each_other_in_order()
    {
        using var files = new TemporaryDirectory().With("site.conf", "b = site, c = site");
        var overrides = new EnvironmentOverrides { Variables = new Dictionary<string, string> { ["CAPRESENCE_c"] = "environment" } };

        var configuration = new ConfigurationBuilder()
            .AddHocon(
                new HoconLayer.Text("reference.conf", "a = reference, b = reference, c = reference"),
                new HoconLayer.File(files.PathOf("site.conf")),
                new HoconLayer.Environment(overrides))
            .Build();

        (configuration["a"], configuration["b"], configuration["c"]).ShouldBe(("reference", "site", "environment"));
    }

    [Fact]
    public void The_provider_gives_the_typed_configuration_too()
    {
        var provider = Build("interval = 5m").Providers.OfType<HoconConfigurationProvider>().Single();

        new ConfigReader(provider.Config).Duration("interval").ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Before_loading_there_is_no_configuration() =>
        Should.Throw<InvalidOperationException>(() => new HoconConfigurationProvider(new HoconConfigurationSource()).Config);

    [Fact]
    public void Errors_come_out_of_building() =>
        Should.Throw<HoconException>(() => Build("a = {")).Line.ShouldBe(1);

    [Fact]
    public void Keys_that_differ_only_in_case_are_refused_with_both_places() =>
        Should.Throw<HoconException>(() => Build("a.b = 1\nA.b = 2")).Message.ShouldBe("text:2:7: A.b is the same key as one at text:1, except for case or colons. Needed: one of them.");

    private static IConfigurationRoot Build(string text) => new ConfigurationBuilder().AddHocon(new HoconLayer.Text("text", text)).Build();
}
