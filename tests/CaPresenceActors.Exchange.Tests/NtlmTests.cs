using System.Security.Cryptography.X509Certificates;
using System.Text;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Exchange.Tests.Support.Ntlm;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>NTLM against a server that works out for itself what the client has to answer.</summary>
public sealed class NtlmTests
{
    private const string Password = "hunter2-secret";

    public static TheoryData<ExchangeAuthentication, string> Schemes { get; } = new()
    {
        { ExchangeAuthentication.Ntlm, "NTLM" },
        { ExchangeAuthentication.Negotiate, "NTLM" },
        { ExchangeAuthentication.Negotiate, "Negotiate" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task The_right_password_lets_a_connection_in_once_for_all_its_requests(ExchangeAuthentication authentication, string scheme)
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = await NtlmServer.StartAsync(scheme, certificate, Password);
        await using var source = Source(Tls(server, certificate, authentication));

        await source.ReadGood();
        await source.ReadGood();
        await source.ReadGood();

        server.LogIns.ShouldBe([null]);
        server.HadIntegrity.ShouldBeTrue();
        server.Requests.Select(r => r.Connection).Distinct().Count().ShouldBe(1);
        server.Requests.Select(r => r.Header("Authorization") is not null).ShouldBe([false, true, true, false, false]);

        // A connection that is let in gets each body once.
        server.Requests.Select(r => r.Body.Length > 0).ShouldBe([true, true, true, true, true]);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_wrong_password_is_tried_once_for_a_reading(ExchangeAuthentication authentication, string scheme)
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = await NtlmServer.StartAsync(scheme, certificate, "another password");
        await using var source = Source(Tls(server, certificate, authentication));

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Scope.ShouldBe(FailureScope.Account);
        failed.Reason.ShouldContain("svc@example.test");
        failed.Reason.ShouldNotContain("hunter2");
        server.LogIns.ShouldBe(["the password is wrong"]);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_server_with_Extended_Protection_finds_the_log_in_tied_to_its_certificate(ExchangeAuthentication authentication, string scheme)
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = await NtlmServer.StartAsync(scheme, certificate, Password, NtlmKeys.ChannelBinding(certificate));
        await using var source = Source(Tls(server, certificate, authentication));

        await source.ReadGood();

        server.LogIns.ShouldBe([null]);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_server_with_Extended_Protection_behind_another_ones_certificate_refuses(ExchangeAuthentication authentication, string scheme)
    {
        using var between = Certificates.SelfSigned();
        using var servers = Certificates.SelfSigned();
        await using var server = await NtlmServer.StartAsync(scheme, between, Password, NtlmKeys.ChannelBinding(servers));
        await using var source = Source(Tls(server, between, authentication));

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Reason.ShouldContain("Extended Protection");
        server.LogIns.ShouldBe(["it is not tied to this TLS connection"]);
    }

    [Theory]
    [InlineData("", "31D6CFE0D16AE931B73C59D7E0C089C0")]
    [InlineData("a", "BDE52CB31DE33E46245E05FBDBD6FB24")]
    [InlineData("abc", "A448017AAF21D8525FC10AE87AA6729D")]
    [InlineData("message digest", "D9130A8164549FE818874806E1C7014B")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "D79E1C308AA5BBCDEEA8ED63DF412DA9")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043F8582F241DB351CE627E153E7F0E4")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "E33B4DDC9C38F2199C3E7B164FCC0536")]
    public void MD4_is_that_of_RFC_1320(string text, string hash) => Convert.ToHexString(Md4.Hash(Encoding.ASCII.GetBytes(text))).ShouldBe(hash);

    [Fact]
    public void The_keys_are_those_of_the_examples_in_MS_NLMP_4_2_4()
    {
        var key = NtlmKeys.OfAccount("Password", "User", "Domain");
        Convert.ToHexString(key).ShouldBe("0C868A403BFD7A93A3001EF22EF02E3F");

        byte[] clientsPart =
        [
            1, 1, .. new byte[6], .. new byte[8], .. Enumerable.Repeat((byte)0xAA, 8), .. new byte[4],
            2, 0, 12, 0, .. Encoding.Unicode.GetBytes("Domain"), 1, 0, 12, 0, .. Encoding.Unicode.GetBytes("Server"), 0, 0, 0, 0, .. new byte[4],
        ];
        var proof = NtlmKeys.Proof(key, Convert.FromHexString("0123456789ABCDEF"), clientsPart);
        Convert.ToHexString(proof).ShouldBe("68CD0AB851E51C96AABC927BEBEF6A1C");

        var session = NtlmKeys.OfSession(key, proof);
        Convert.ToHexString(session).ShouldBe("8DE40CCADBC14A82F15CB0AD0DE95CA3");
        Convert.ToHexString(Rc4.Transform(session, Enumerable.Repeat((byte)0x55, 16).ToArray())).ShouldBe("C5DAD2544FC9799094CE1CE90BC9D03E");
    }

    private static ExchangeConnection Tls(NtlmServer server, X509Certificate2 certificate, ExchangeAuthentication authentication) =>
        Connection(server.Port) with { UseTls = true, CertificatePin = certificate.Fingerprint(), Authentication = authentication };
}
