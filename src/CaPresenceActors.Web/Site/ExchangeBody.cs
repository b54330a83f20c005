using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;

namespace CaPresenceActors.Web.Site;

/// <summary>The fields of the screen <em>MS Exchange Setting</em>. The password goes in and never comes out.</summary>
internal sealed record ExchangeBody
{
    private static readonly ExchangeConnection Defaults = new() { Server = string.Empty, UserName = string.Empty, Password = string.Empty };

    public required string Server { get; init; }

    // Settable, and not only while made: the serializer's generated code forgets the defaults of the others.
    public int Port { get; set; } = Defaults.Port;

    public string Path { get; set; } = Defaults.Path;

    public bool Tls { get; set; } = Defaults.UseTls;

    public required string UserName { get; init; }

    /// <summary>Left out, the stored one stays.</summary>
    public string? Password { get; init; }

    public ExchangeAuthentication Authentication { get; set; } = Defaults.Authentication;

    public ExchangeAccess Access { get; set; } = Defaults.Access;

    public string? CertificatePin { get; init; }

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
        RequestTimeout = TimeSpan.FromSeconds(Math.Clamp(RequestTimeoutSeconds, 0, TimeSpan.FromDays(1).TotalSeconds)),
        MaxConnections = MaxConnections,
        DelegateBatch = DelegateBatch,
    };

    public static ExchangeBody? Of(ExchangeSettings? exchange) => exchange is null ? null : new ExchangeBody
    {
        Server = exchange.Connection.Server,
        Port = exchange.Connection.Port,
        Path = exchange.Connection.Path,
        Tls = exchange.Connection.UseTls,
        UserName = exchange.Connection.UserName,
        Authentication = exchange.Connection.Authentication,
        Access = exchange.Connection.Access,
        CertificatePin = exchange.Connection.CertificatePin,
        RequestTimeoutSeconds = exchange.Connection.RequestTimeout.TotalSeconds,
        MaxConnections = exchange.Connection.MaxConnections,
        DelegateBatch = exchange.Connection.DelegateBatch,
    };
}

/// <summary>How the site reads calendars.</summary>
internal sealed record ReadingBody
{
    public required double PollIntervalSeconds { get; init; }

    public required string TimeZone { get; init; }
}
