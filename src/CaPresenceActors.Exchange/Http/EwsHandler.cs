using System.Net;
using System.Net.Security;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// The connections of one source, for its whole life: NTLM signs in once a connection, so connections are kept. No redirects, which would carry the password elsewhere; no cookies,
/// which would tie everybody's requests to one back end; no proxy, since Exchange is in the house and proxies break NTLM.
/// </summary>
internal static class EwsHandler
{
    /// <summary>Exchange wants one, and administrators find us by it in its logs.</summary>
    public const string UserAgent = "CaPresenceActors";

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    // Longer than the longest usual polling interval, so that a connection and its NTLM handshake serve the next sweep, too.
    private static readonly TimeSpan KeptIdle = TimeSpan.FromMinutes(2);

    // A server that was taken out of the load balancer or the DNS is left by then.
    private static readonly TimeSpan KeptAtAll = TimeSpan.FromMinutes(30);

    public static SocketsHttpHandler Create(ExchangeConnection connection, Credentials credentials, ServerFigures figures)
    {
        var judge = new CertificateJudge(connection);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = connection.MaxConnections,
            ConnectTimeout = connection.RequestTimeout < LongestConnect ? connection.RequestTimeout : LongestConnect,
            PooledConnectionIdleTimeout = KeptIdle,
            PooledConnectionLifetime = KeptAtAll,
            Credentials = credentials.ForHandshake(),
            ActivityHeadersPropagator = null,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new CountedStream(context.PlaintextStream, figures)),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = judge.Accepts, CertificateChainPolicy = judge.ChainPolicy() },
        };
    }

    /// <summary>The connections of streams: as many as there are groups, each taken for half an hour, so they must not compete with requests. Uncompressed, since a compressed stream arrives in blocks and late.</summary>
    public static SocketsHttpHandler CreateForStreams(ExchangeConnection connection, Credentials credentials, ServerFigures figures)
    {
        var handler = Create(connection, credentials, figures);
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.MaxConnectionsPerServer = int.MaxValue;

        // A stream that is left in its middle has no end to wait for: its connection goes at once.
        handler.ResponseDrainTimeout = TimeSpan.Zero;
        handler.MaxResponseDrainSize = 0;
        return handler;
    }
}
