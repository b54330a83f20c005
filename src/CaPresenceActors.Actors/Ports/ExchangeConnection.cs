using System.Globalization;
using System.Net;
using CaPresenceActors.Actors.Users;

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
    public ExchangeAccess Access { get; init; } = ExchangeAccess.Automatic;

    /// <summary>SHA-256 of the server's certificate, 64 hexadecimal digits, when it is trusted for that alone; null: the system's trust decides.</summary>
    public string? CertificatePin { get; init; }

    /// <summary>Certificates of the authority that vouches for the server, and no other, as PEM; null: those that this machine trusts. A <see cref="CertificatePin"/> has the last word.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections to the server may be open at once.</summary>
    public int MaxConnections { get; init; } = 8;

    /// <summary>How many mailboxes one request asks for in delegate mode (1 to 16).</summary>
    public int DelegateBatch { get; init; } = 10;

    /// <summary>The address that requests go to.</summary>
    public Uri Address => new UriBuilder(UseTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Server, Port, Path).Uri;

    /// <summary>What is wrong with it: which field, in the words of the configuration, and a sentence; empty when a source can be made of it.</summary>
    public IEnumerable<(string Field, string Sentence)> Problems()
    {
        if (Uri.CheckHostName(Server) == UriHostNameType.Unknown)
        {
            yield return ("server", $"The Exchange server is \"{Server}\", but must be a host name or an IP address, without https:// and port.");
        }

        if (Port is < 1 or > 65535)
        {
            yield return ("port", string.Create(CultureInfo.InvariantCulture, $"The port is {Port}, but must be from 1 to 65535."));
        }

        if (!Path.StartsWith('/') || Path.AsSpan().ContainsAny("?# \r\n"))
        {
            yield return ("path", $"The Exchange Web Services address is \"{Path}\", but must be a path that begins with a slash, such as /EWS/Exchange.asmx.");
        }

        if (!UseTls && !IsThisMachine(Server))
        {
            yield return ("tls", $"The connection to {Server} is not encrypted, which is allowed for a simulator on this machine only: the password could be read on the way.");
        }

        if (!UserProfile.IsAccount(UserName) && Authentication != ExchangeAuthentication.Bearer)
        {
            yield return ("user-name", $"The Exchange administrator's user name is \"{UserName}\", but must be of the form [user name]@[domain name].");
        }

        if (CertificatePin is { } pin && !IsFingerprint(pin))
        {
            yield return ("certificate-pin", "The certificate's fingerprint must be a SHA-256: 64 hexadecimal digits, with or without colons between.");
        }

        if (CertificateAuthority is { } authority && AuthorityCertificates.Problem(authority) is { } problem)
        {
            yield return ("ca-file", problem);
        }

        if (RequestTimeout <= TimeSpan.Zero || RequestTimeout > TimeSpan.FromHours(1))
        {
            yield return ("request-timeout", $"A request may take {RequestTimeout}, but the time must be more than nothing and at most an hour.");
        }

        if (MaxConnections is < 1 or > 64)
        {
            yield return ("max-connections", string.Create(CultureInfo.InvariantCulture, $"The number of connections is {MaxConnections}, but must be from 1 to 64."));
        }

        if (DelegateBatch is < 1 or > 16)
        {
            yield return ("delegate-batch", string.Create(CultureInfo.InvariantCulture, $"A request asks for {DelegateBatch} mailboxes in delegate mode, but the number must be from 1 to 16."));
        }
    }

    private static bool IsThisMachine(string server) => server is "localhost" || (IPAddress.TryParse(server, out var address) && IPAddress.IsLoopback(address));

    private static bool IsFingerprint(string pin) =>
        string.IsNullOrWhiteSpace(pin) || pin.Where(c => c is not (':' or ' ' or '-')).ToList() is { Count: 64 } digits && digits.TrueForAll(char.IsAsciiHexDigit);

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
    /// <summary>The best of the others by which it may read calendars, found by trying.</summary>
    Automatic,

    /// <summary>It acts as each mailbox's owner. The best way: everything can be read, the server tells of changes, and the load is charged to the mailbox.</summary>
    Impersonation,

    /// <summary>It acts as each mailbox's owner, but is not told of changes: every calendar is read in every interval.</summary>
    ImpersonationWithPolling,

    /// <summary>It has been given a right on each calendar, and asks for several mailboxes in one request.</summary>
    Delegate,

    /// <summary>It asks for free/busy with details, a hundred mailboxes in one request.</summary>
    Availability,
}

/// <summary>What ways to calendars have in common.</summary>
public static class ExchangeAccessExtensions
{
    /// <summary>Whether requests are made in the name of the mailbox's owner. The automatic way begins so.</summary>
    public static bool Impersonates(this ExchangeAccess access) => access is ExchangeAccess.Automatic or ExchangeAccess.Impersonation or ExchangeAccess.ImpersonationWithPolling;
}
