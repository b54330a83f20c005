using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_with_all_that_is_needed_to_pin_it()
    {
        using var certificate = Certificates.SelfSigned("localhost");
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port));

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.CertificateRefused);
        failed.Reason.ShouldBe(
            $"The certificate of 127.0.0.1:{server.Port} is refused: its issuer is not trusted by this machine. Subject CN=localhost; issuer CN=localhost; " +
            $"valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; SHA-256 {certificate.Fingerprint()}. " +
            "Nothing was sent. To trust exactly this certificate, pin that fingerprint; otherwise install its issuer as trusted.");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port));

        (await source.ReadFailed()).Reason.ShouldContain("it is for another name; its issuer is not trusted");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificate = Certificates.SelfSigned("localhost", expired: true);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port));

        (await source.ReadFailed()).Reason.ShouldContain("it is expired or not yet valid");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pinned_certificate_is_trusted_whatever_its_name_and_dates(bool expired)
    {
        using var certificate = Certificates.SelfSigned(expired: expired);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificatePin = certificate.Fingerprint() });

        await source.ReadGood();
    }

    [Fact]
    public async Task A_pin_may_be_written_as_tools_print_it()
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = await Serve(certificate);
        var printed = string.Join(':', certificate.Fingerprint().ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));
        await using var source = Source(Tls(server.Port) with { CertificatePin = printed });

        await source.ReadGood();
    }

    [Fact]
    public async Task Another_certificate_than_the_pinned_one_is_refused()
    {
        using var pinned = Certificates.SelfSigned();
        using var shown = Certificates.SelfSigned();
        await using var server = await Serve(shown);
        await using var source = Source(Tls(server.Port) with { CertificatePin = pinned.Fingerprint() });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.CertificateRefused);
        failed.Reason.ShouldContain($"it is not the pinned one ({pinned.Fingerprint()})");
        failed.Reason.ShouldContain($"SHA-256 {shown.Fingerprint()}");
        failed.Reason.ShouldContain("somebody stands between");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_speaks_no_TLS_is_unreachable()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        await using var source = Source(Tls(server.Port));

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldContain("TLS handshake failed");
        server.Requests.ShouldBeEmpty();
    }

    private static Task<ScriptedServer> Serve(X509Certificate2 certificate) =>
        ScriptedServer.StartAsync((_, response) => response.Xml(FindItem(Items())), certificate);

    private static ExchangeConnection Tls(int port) => Connection(port) with { UseTls = true };
}
