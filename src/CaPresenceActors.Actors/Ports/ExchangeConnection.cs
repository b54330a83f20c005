namespace CaPresenceActors.Actors.Ports;

/// <summary>Where and as whom calendars are read: the fields of the screen <em>MS Exchange Setting</em>, and what its manual does not mention.</summary>
public sealed record ExchangeConnection
{
    /// <summary>IP address or name of the Exchange server.</summary>
    public required string Server { get; init; }

    /// <summary>Port of the server; 443 unless said otherwise.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Path of Exchange Web Services on the server.</summary>
    public string Path { get; init; } = "/EWS/Exchange.asmx";

    /// <summary>Whether the connection is encrypted. Plain HTTP is for a simulator on this machine.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>The Exchange administrator's account, <c>name@domain</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>Its password. Never shown, never logged.</summary>
    public required string Password { get; init; }

    /// <summary>How the account proves who it is.</summary>
    public ExchangeAuthentication Authentication { get; init; } = ExchangeAuthentication.Basic;

    /// <summary>How it gets at other people's calendars.</summary>
    public ExchangeAccess Access { get; init; } = ExchangeAccess.Impersonation;

    /// <summary>SHA-256 of the server's certificate, 64 hexadecimal digits, when it is trusted for that alone; null: the system's trust decides.</summary>
    public string? CertificatePin { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections to the server may be open at once.</summary>
    public int MaxConnections { get; init; } = 8;

    /// <summary>How many mailboxes one request asks for in delegate mode (1 to 16).</summary>
    public int DelegateBatch { get; init; } = 10;

    /// <summary>The address that requests go to.</summary>
    public Uri Address => new UriBuilder(UseTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Server, Port, Path).Uri;

    /// <summary>Everything but the password.</summary>
    public override string ToString() => $"{UserName} at {Address} ({Authentication}, {Access})";
}

/// <summary>How the Exchange account proves who it is.</summary>
public enum ExchangeAuthentication
{
    /// <summary>User name and password in every request.</summary>
    Basic,

    /// <summary>NTLM.</summary>
    Ntlm,

    /// <summary>Negotiate: Kerberos where it is set up, otherwise NTLM.</summary>
    Negotiate,

    /// <summary>A bearer token that a callback supplies.</summary>
    Bearer,
}

/// <summary>How the Exchange account gets at other people's calendars.</summary>
public enum ExchangeAccess
{
    /// <summary>It acts as each mailbox's owner. The best way: everything can be read, and the load is charged to the mailbox.</summary>
    Impersonation,

    /// <summary>It has been given a right on each calendar, and asks for several mailboxes in one request.</summary>
    Delegate,

    /// <summary>It asks for free/busy with details, a hundred mailboxes in one request.</summary>
    Availability,
}
