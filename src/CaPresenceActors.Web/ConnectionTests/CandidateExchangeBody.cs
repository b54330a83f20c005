using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Site;

namespace CaPresenceActors.Web.ConnectionTests;

/// <summary>A connection to try: the members of <see cref="ExchangeBody"/>, or none of them for the stored one.</summary>
internal sealed record CandidateExchangeBody
{
    public string? Server { get; init; }

    public int? Port { get; init; }

    public string? Path { get; init; }

    public bool? Tls { get; init; }

    public string? UserName { get; init; }

    /// <summary>Left out, the stored one is used, for the same server and account.</summary>
    public string? Password { get; init; }

    public ExchangeAuthentication? Authentication { get; init; }

    public ExchangeAccess? Access { get; init; }

    public string? CertificatePin { get; init; }

    public string? CertificateAuthority { get; init; }

    public double? RequestTimeoutSeconds { get; init; }

    public int? MaxConnections { get; init; }

    public int? DelegateBatch { get; init; }

    /// <summary>The connection; null for the stored one.</summary>
    /// <exception cref="RuleViolationException">Some members are there, but not those that are needed.</exception>
    public ExchangeConnection? Entered()
    {
        if (this == new CandidateExchangeBody())
        {
            return null;
        }

        var body = new ExchangeBody
        {
            Server = Server ?? throw Missing("server"),
            UserName = UserName ?? throw Missing("userName"),
            Password = Password,
            CertificatePin = CertificatePin,
            CertificateAuthority = CertificateAuthority,
        };
        body.Port = Port ?? body.Port;
        body.Path = Path ?? body.Path;
        body.Tls = Tls ?? body.Tls;
        body.Authentication = Authentication ?? body.Authentication;
        body.Access = Access ?? body.Access;
        body.RequestTimeoutSeconds = RequestTimeoutSeconds ?? body.RequestTimeoutSeconds;
        body.MaxConnections = MaxConnections ?? body.MaxConnections;
        body.DelegateBatch = DelegateBatch ?? body.DelegateBatch;
        return body.ToConnection();
    }

    /// <summary>Everything but what must not get into a log.</summary>
    public override string ToString() => $"{UserName} at {Server}";

    private static RuleViolationException Missing(string member) =>
        new($"The member {member} is missing: a connection to test needs server and userName, and {{}} stands for the one that is stored.");
}
