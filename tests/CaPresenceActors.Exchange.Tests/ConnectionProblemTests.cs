using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class ConnectionProblemTests
{
    private static readonly ExchangeConnection Good = Connection(443) with { Server = "exchange.example.test", UseTls = true };

    public static TheoryData<string, ExchangeConnection> Bad { get; } = new()
    {
        { "without https:// and port", Good with { Server = "https://exchange.example.test" } },
        { "The Exchange server is \"\"", Good with { Server = "" } },
        { "The port is 0", Good with { Port = 0 } },
        { "must be a path that begins with a slash", Good with { Path = "EWS/Exchange.asmx" } },
        { "must be a path that begins with a slash", Good with { Path = "/EWS/Exchange.asmx?wsdl" } },
        { "is not encrypted", Good with { UseTls = false } },
        { "but must be of the form [user name]@[domain name]", Good with { UserName = " " } },
        { "must be PEM", Good with { CertificateAuthority = "House CA" } },
        { "is damaged", Good with { CertificateAuthority = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" } },
        { "comes with a private key", Good with { CertificateAuthority = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" } },
        { "longer than 64 KB", Good with { CertificateAuthority = new string('x', 70_000) } },
        { "must be a SHA-256", Good with { CertificatePin = "12:34" } },
        { "A request may take", Good with { RequestTimeout = TimeSpan.Zero } },
        { "number of connections is 0", Good with { MaxConnections = 0 } },
        { "asks for 17 mailboxes", Good with { DelegateBatch = 17 } },
    };

    [Fact]
    public void A_sound_connection_has_no_problems()
    {
        ExchangeCalendarSourceFactory.Problems(Good).ShouldBeEmpty();
        ExchangeCalendarSourceFactory.Problems(Good with { Server = "192.0.2.1" }).ShouldBeEmpty();
        ExchangeCalendarSourceFactory.Problems(Good with { Server = "localhost", UseTls = false }).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_problem_is_a_sentence(string sentence, ExchangeConnection connection)
    {
        ExchangeCalendarSourceFactory.Problems(connection).ShouldHaveSingleItem().ShouldContain(sentence);

        var refused = Should.Throw<ArgumentException>(() => new ExchangeCalendarSourceFactory(TimeProvider.System).Create(connection, new RecordingClock()));
        refused.Message.ShouldContain(sentence);
        refused.Message.ShouldNotContain("hunter2");
    }
}
