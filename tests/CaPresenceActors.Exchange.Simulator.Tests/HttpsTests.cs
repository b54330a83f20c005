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

    [Fact]
    public async Task Changes_its_certificate_while_it_runs_for_new_connections()
    {
        var before = Simulator.CertificateSha256!;
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Code.ShouldBe("NoError");

        Simulator.ChangeCertificate(isExpired: true);

        Simulator.CertificateSha256.ShouldNotBe(before);
        Simulator.Certificate!.NotAfter.ToUniversalTime().ShouldBeLessThan(TimeProvider.System.GetUtcNow().UtcDateTime);
        (await ServedAsync()).ShouldBe(Simulator.CertificateSha256);
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task Keeps_its_certificate_in_a_file_that_only_its_owner_reads()
    {
        var directory = Directory.CreateTempSubdirectory("simulator-certificate-");
        try
        {
            var options = new SimulatorOptions { UseHttps = true, CertificateFile = Path.Combine(directory.FullName, "simulator.pfx") };
            await using var first = new ExchangeSimulator(options);
            await using var second = new ExchangeSimulator(options);

            second.CertificateSha256.ShouldBe(first.CertificateSha256);
            second.Certificate!.HasPrivateKey.ShouldBeTrue();
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(options.CertificateFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            await File.WriteAllTextAsync(options.CertificateFile, "no certificate", TestContext.Current.CancellationToken);
            Should.Throw<IOException>(() => new ExchangeSimulator(options)).Message.ShouldContain("holds no certificate");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<string?> ServedAsync()
    {
        string? served = null;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    served = certificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
                    return served == Simulator.CertificateSha256;
                },
            },
        });
        using var response = await client.GetAsync(Simulator.Address, TestContext.Current.CancellationToken);
        return served;
    }

    // The certificate is checked against the real clock by the platform, so the server has the real clock here.
    private protected override SimulatorOptions Options(SimulatorOptions standard) => standard with { UseHttps = true, Time = TimeProvider.System };
}
