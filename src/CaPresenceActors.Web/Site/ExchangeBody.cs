using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Web.Site;

/// <summary>The fields of the screen <em>MS Exchange Setting</em>. The password goes in and never comes out.</summary>
/// <remarks>What has a default can be set after the making, not only within it: the generated serializer gives every init-only member a value, zero or null where the body has none.</remarks>
internal sealed record ExchangeBody
{
    private static readonly ExchangeConnection Defaults = new() { Server = string.Empty, UserName = string.Empty, Password = string.Empty };

    public required string Server { get; init; }

    public int Port { get; set; } = Defaults.Port;

    public string Path { get; set; } = Defaults.Path;

    public bool Tls { get; set; } = Defaults.UseTls;

    public required string UserName { get; init; }

    /// <summary>Left out, the stored one stays.</summary>
    public string? Password { get; init; }

    public ExchangeAuthentication Authentication { get; set; } = Defaults.Authentication;

    public ExchangeAccess Access { get; set; } = Defaults.Access;

    public string? CertificatePin { get; init; }

    public string? CertificateAuthority { get; init; }

    public double RequestTimeoutSeconds { get; set; } = Defaults.RequestTimeout.TotalSeconds;

    public int MaxConnections { get; set; } = Defaults.MaxConnections;

    public int DelegateBatch { get; set; } = Defaults.DelegateBatch;

    public ExchangeConnection ToConnection() => new()
    {
        Server = Server.Trim(),
        Port = Port,
        Path = Path,
        UseTls = Tls,
        UserName = UserName.Trim(),
        Password = Password ?? string.Empty,
        Authentication = Authentication,
        Access = Access,
        CertificatePin = string.IsNullOrWhiteSpace(CertificatePin) ? null : CertificatePin,
        CertificateAuthority = string.IsNullOrWhiteSpace(CertificateAuthority) ? null : CertificateAuthority,
        RequestTimeout = TimeSpan.FromSeconds(Math.Clamp(RequestTimeoutSeconds, 0, TimeSpan.FromDays(1).TotalSeconds)),
        MaxConnections = MaxConnections,
        DelegateBatch = DelegateBatch,
    };

    /// <summary>Everything but the password.</summary>
    public static ExchangeBody Of(ExchangeConnection connection) => new()
    {
        Server = connection.Server,
        Port = connection.Port,
        Path = connection.Path,
        Tls = connection.UseTls,
        UserName = connection.UserName,
        Authentication = connection.Authentication,
        Access = connection.Access,
        CertificatePin = connection.CertificatePin,
        CertificateAuthority = connection.CertificateAuthority,
        RequestTimeoutSeconds = connection.RequestTimeout.TotalSeconds,
        MaxConnections = connection.MaxConnections,
        DelegateBatch = connection.DelegateBatch,
    };

    /// <summary>Everything but what must not get into a log.</summary>
    public override string ToString() => $"{UserName} at {Server}";
}
