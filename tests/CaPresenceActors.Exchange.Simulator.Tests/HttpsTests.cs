using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class HttpsTests : SimulatorTest
{
    [Fact]
    public async Task Speaks_https_with_a_certificate_of_its_own()
    {
        Simulator.Address.Scheme.ShouldBe("https");

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Code.ShouldBe("NoError");
    }

    // The certificate is checked against the real clock by the platform, so the server has the real clock here.
    private protected override SimulatorOptions Options(SimulatorOptions standard) => standard with { UseHttps = true, Time = TimeProvider.System };
}
