using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Http;

namespace CaPresenceActors.Exchange;

/// <summary>Makes calendar sources that read Exchange by Exchange Web Services.</summary>
/// <param name="time">Measures when requests leave and answers arrive, and how long they may take.</param>
/// <param name="bearerToken">Supplies the token for <see cref="ExchangeAuthentication.Bearer"/>; asked before every request, so it should keep its token until that expires.</param>
public sealed class ExchangeCalendarSourceFactory(TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken = null) : ICalendarSourceFactory
{
    /// <summary>What is wrong with a connection, a sentence each; empty when a source can be made of it.</summary>
    public static IEnumerable<string> Problems(ExchangeConnection connection)
    {
        if (Uri.CheckHostName(connection.Server) == UriHostNameType.Unknown)
        {
            yield return $"The Exchange server is \"{connection.Server}\", but must be a host name or an IP address, without https:// and port.";
        }

        if (connection.Port is < 1 or > 65535)
        {
            yield return $"The port is {connection.Port.ToString(CultureInfo.InvariantCulture)}, but must be from 1 to 65535.";
        }

        if (!connection.Path.StartsWith('/') || connection.Path.AsSpan().ContainsAny("?# \r\n"))
        {
            yield return $"The Exchange Web Services address is \"{connection.Path}\", but must be a path that begins with a slash, such as /EWS/Exchange.asmx.";
        }

        if (!connection.UseTls && !IsThisMachine(connection.Server))
        {
            yield return $"The connection to {connection.Server} is not encrypted, which is allowed for a simulator on this machine only: the password could be read on the way.";
        }

        if (string.IsNullOrWhiteSpace(connection.UserName) && connection.Authentication != ExchangeAuthentication.Bearer)
        {
            yield return "The Exchange administrator's user name is empty, but must be of the form name@domain.";
        }

        if (!CertificatePin.IsValid(connection.CertificatePin))
        {
            yield return "The certificate's fingerprint must be a SHA-256: 64 hexadecimal digits, with or without colons between.";
        }

        if (connection.RequestTimeout <= TimeSpan.Zero || connection.RequestTimeout > TimeSpan.FromHours(1))
        {
            yield return $"A request may take {connection.RequestTimeout}, but the time must be more than nothing and at most an hour.";
        }

        if (connection.MaxConnections < 1)
        {
            yield return $"The number of connections is {connection.MaxConnections.ToString(CultureInfo.InvariantCulture)}, but must be at least 1.";
        }

        if (connection.DelegateBatch is < 1 or > 16)
        {
            yield return $"A request asks for {connection.DelegateBatch.ToString(CultureInfo.InvariantCulture)} mailboxes in delegate mode, but the number must be from 1 to 16.";
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The connection has <see cref="Problems"/>; the message is all of them.</exception>
    public ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock) => CreateSource(connection, clock);

    /// <summary>The same, for who wants to look up names, too.</summary>
    /// <exception cref="ArgumentException">The connection has <see cref="Problems"/>; the message is all of them.</exception>
    public ExchangeCalendarSource CreateSource(ExchangeConnection connection, IServerDateObserver clock)
    {
        var problems = string.Join(' ', Problems(connection));
        return problems.Length == 0
            ? new ExchangeCalendarSource(connection, new EwsClient(connection, clock, time, bearerToken), time)
            : throw new ArgumentException(problems, nameof(connection));
    }

    private static bool IsThisMachine(string server) =>
        server is "localhost" || (System.Net.IPAddress.TryParse(server, out var address) && System.Net.IPAddress.IsLoopback(address));
}
