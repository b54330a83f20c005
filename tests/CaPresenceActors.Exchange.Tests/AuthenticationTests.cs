using System.Text;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData(ExchangeAuthentication.Ntlm, "NTLM")]
    [InlineData(ExchangeAuthentication.Negotiate, "NTLM")]
    public async Task NTLM_answers_the_challenge_on_one_connection_and_then_stays_signed_in(ExchangeAuthentication authentication, string offered)
    {
        await using var server = await NtlmServer(offered);
        await using var source = Source(Connection(server.Port) with { Authentication = authentication });

        await source.ReadGood();
        await source.ReadGood();

        // The challenge, the greeting, the answer; and then no more questions.
        var types = server.Requests.Select(r => MessageType(r.Header("Authorization"), offered)).ToList();
        types.ShouldBe([null, 1, 3, null]);
        server.Requests.Select(r => r.Connection).Distinct().Count().ShouldBe(1);
        server.Requests.ShouldAllBe(r => r.Body.Contains("</s:Envelope>", StringComparison.Ordinal) || r.Body.Length == 0);

        var answer = Convert.FromBase64String(server.Requests.ElementAt(2).Header("Authorization")![(offered.Length + 1)..]);
        Encoding.Unicode.GetString(answer).ShouldContain("svc@example.test");
        Encoding.Unicode.GetString(answer).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_server_that_breaks_the_NTLM_handshake_does_not_authenticate()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate = "NTLM";
            return Task.CompletedTask;
        });
        await using var source = Source(Connection(server.Port) with { Authentication = ExchangeAuthentication.Ntlm });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Reason.ShouldContain("Check user name and password");
    }

    [Fact]
    public async Task Negotiate_offers_NTLM_inside_where_there_is_no_Kerberos()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate = "Negotiate";
            return Task.CompletedTask;
        });
        await using var source = Source(Connection(server.Port) with { Authentication = ExchangeAuthentication.Negotiate });

        (await source.ReadFailed()).Failure.ShouldBe(ReadFailure.NotAuthenticated);

        var offer = server.Requests.ElementAt(1).Header("Authorization").ShouldNotBeNull();
        offer.ShouldStartWith("Negotiate ");
        Convert.FromBase64String(offer["Negotiate ".Length..]).AsSpan().IndexOf("NTLMSSP\0"u8).ShouldBeGreaterThan(0);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_password_is_never_sent_as_it_is_where_a_handshake_was_chosen()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate = "Basic realm=\"here\"";
            return Task.CompletedTask;
        });
        await using var source = Source(Connection(server.Port) with { Authentication = ExchangeAuthentication.Negotiate });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Reason.ShouldContain("the server offers Basic");
        server.Requests.ShouldAllBe(r => r.Header("Authorization") == null);
    }

    [Fact]
    public async Task A_bearer_token_is_asked_for_before_every_request()
    {
        var number = 0;
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        await using var source = Source(
            Connection(server.Port) with { Authentication = ExchangeAuthentication.Bearer },
            token: _ => ValueTask.FromResult($"token-{++number}"));

        await source.ReadGood();
        await source.ReadGood();

        server.Requests.Select(r => r.Header("Authorization")).ShouldBe(["Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task A_token_that_cannot_be_had_does_not_authenticate_and_its_supplier_leaks_nothing()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        await using var source = Source(
            Connection(server.Port) with { Authentication = ExchangeAuthentication.Bearer },
            token: _ => throw new InvalidOperationException("client_secret=hunter2"));

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Reason.ShouldBe("No bearer token could be had: InvalidOperationException. Check the registration and the secret of this application.");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_supplier_there_is_no_token()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        await using var source = Source(Connection(server.Port) with { Authentication = ExchangeAuthentication.Bearer });

        (await source.ReadFailed()).Reason.ShouldContain("nothing supplies one");
    }

    private static Task<ScriptedServer> NtlmServer(string scheme)
    {
        var signedIn = new HashSet<string>();
        return ScriptedServer.StartAsync((request, response) =>
        {
            switch (MessageType(request.Header("Authorization"), scheme))
            {
                case null when signedIn.Contains(request.Connection):
                    return response.Xml(FindItem(Items()));
                case 1:
                    response.StatusCode = 401;
                    response.Headers.WWWAuthenticate = $"{scheme} {Challenge()}";
                    return Task.CompletedTask;
                case 3:
                    signedIn.Add(request.Connection);
                    return response.Xml(FindItem(Items()));
                default:
                    response.StatusCode = 401;
                    response.Headers.WWWAuthenticate = scheme;
                    return Task.CompletedTask;
            }
        });
    }

    private static int? MessageType(string? header, string scheme) =>
        header is not null && header.StartsWith($"{scheme} ", StringComparison.Ordinal) ? BitConverter.ToInt32(Convert.FromBase64String(header[(scheme.Length + 1)..]), 8) : null;

    // MS-NLMP 2.2.1.2: signature, type 2, target name, flags, challenge, reserved, target information, version.
    private static string Challenge()
    {
        var target = Encoding.Unicode.GetBytes("EXAMPLE");
        byte[] information = [1, 0, (byte)target.Length, 0, .. target, 2, 0, (byte)target.Length, 0, .. target, 7, 0, 8, 0, .. BitConverter.GetBytes(new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc).ToFileTimeUtc()), 0, 0, 0, 0];

        // What the greeting asks for: Unicode, target, signing, NTLM with extended session security, target information, version, 128 bits, key exchange.
        const uint flags = 0x00000001 | 0x00000004 | 0x00000010 | 0x00000200 | 0x00008000 | 0x00080000 | 0x00800000 | 0x02000000 | 0x20000000 | 0x40000000;
        byte[] message =
        [
            .. "NTLMSSP\0"u8, 2, 0, 0, 0,
            .. Field(target.Length, 56), .. BitConverter.GetBytes(flags), 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, .. Field(information.Length, 56 + target.Length),
            10, 0, 0x63, 0x45, 0, 0, 0, 15, .. target, .. information,
        ];
        return Convert.ToBase64String(message);

        static byte[] Field(int length, int offset) => [(byte)length, 0, (byte)length, 0, (byte)offset, 0, 0, 0];
    }
}
