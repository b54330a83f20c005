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
            "Nothing was sent. To trust exactly this certificate, pin that fingerprint; otherwise give its issuer as the certificate authority (ca-file), or install it as trusted.");
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
    public async Task A_certificate_of_the_authority_of_the_settings_is_trusted()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.IssuedBy(authority);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem() });

        await source.ReadGood();
    }

    [Theory]
    [InlineData(true, true, "is refused: it is expired or not yet valid.")]
    [InlineData(false, false, "is refused: it is for another name.")]
    public async Task The_authority_does_not_vouch_for_what_is_expired_or_for_another_name(bool expired, bool forThisMachine, string reason)
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.IssuedBy(authority, expired, forThisMachine);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem() });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.CertificateRefused);
        failed.Reason.ShouldContain(reason);
        failed.Reason.ShouldContain($"SHA-256 {certificate.Fingerprint()}");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_of_another_authority_of_the_same_name_is_refused()
    {
        using var authority = Certificates.Authority();
        using var another = Certificates.Authority();
        using var certificate = Certificates.IssuedBy(another);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem() });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.CertificateRefused);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        using var authority = Certificates.Authority();
        using var another = Certificates.Authority("Somebody else");
        using var certificate = Certificates.IssuedBy(another);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem() });

        (await source.ReadFailed()).Reason.ShouldContain("it does not come from the certificate authority of the settings");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pin_has_the_last_word_over_the_authority()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.IssuedBy(authority);
        await using var server = await Serve(certificate);
        await using var source = Source(Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem(), CertificatePin = new string('0', 64) });

        (await source.ReadFailed()).Reason.ShouldContain("it is not the pinned one");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_changes_while_the_program_runs_is_judged_on_the_next_connection(bool pinned)
    {
        using var authority = Certificates.Authority();
        using var first = Certificates.IssuedBy(authority);
        using var renewed = Certificates.IssuedBy(authority);
        using var foreign = Certificates.SelfSigned("localhost");
        var shown = first;
        await using var server = await ScriptedServer.StartAsync(
            (_, response) =>
            {
                response.Headers.Connection = "close";
                return response.Xml(FindItem(Items()));
            },
            shows: () => shown);
        await using var source = Source(pinned ? Tls(server.Port) with { CertificatePin = first.Fingerprint() } : Tls(server.Port) with { CertificateAuthority = authority.ExportCertificatePem() });
        await source.ReadGood();

        // Renewed by the same authority: no news to who trusts that, but another certificate to who has pinned one.
        shown = renewed;
        if (pinned)
        {
            (await source.ReadFailed()).Reason.ShouldContain($"SHA-256 {renewed.Fingerprint()}");
        }
        else
        {
            await source.ReadGood();
        }

        shown = foreign;
        var failed = await source.ReadFailed();
        failed.Failure.ShouldBe(ReadFailure.CertificateRefused);
        failed.Reason.ShouldContain($"SHA-256 {foreign.Fingerprint()}");

        shown = first;
        await source.ReadGood();
        server.Requests.Count.ShouldBe(pinned ? 2 : 3);
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
