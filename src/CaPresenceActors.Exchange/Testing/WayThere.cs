using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Http;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>The way to a server below HTTP: its name, its port, its certificate. Nothing of the account is sent.</summary>
internal sealed class WayThere(ExchangeConnection connection, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    // The program goes on with a certificate until its last day; who has to order one needs a while.
    private static readonly TimeSpan SoonExpired = TimeSpan.FromDays(21);

    private IPAddress[] _addresses = [];
    private Socket? _socket;

    private string Server => string.Create(CultureInfo.InvariantCulture, $"{connection.Server}:{connection.Port}");

    private TimeSpan Patience => connection.RequestTimeout < Longest ? connection.RequestTimeout : Longest;

    /// <summary>Looks up the server's name.</summary>
    public async Task<StepOutcome> ResolveAsync(CancellationToken cancellation)
    {
        if (IPAddress.TryParse(connection.Server, out var address))
        {
            _addresses = [address];
            return StepOutcome.Ok($"{connection.Server} is an address, so nothing has to be looked up.");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            _addresses = await Dns.GetHostAddressesAsync(connection.Server, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unresolved("there was no answer");
        }
        catch (SocketException unknown)
        {
            return Unresolved(unknown.SocketErrorCode.ToString());
        }

        return _addresses.Length == 0 ? Unresolved("it has no address") : StepOutcome.Ok($"{connection.Server} is {string.Join(", ", _addresses.Select(a => a.ToString()))}.");
    }

    /// <summary>Connects to the first of its addresses that answers.</summary>
    public async Task<StepOutcome> ConnectAsync(CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var address in _addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, connection.Port), either.Token);
                _socket = socket;
                return StepOutcome.Ok($"{address} takes connections at port {connection.Port.ToString(CultureInfo.InvariantCulture)}.");
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                cancellation.ThrowIfCancellationRequested();
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {Patience.TotalSeconds:0.#} s"));
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failures.Add($"{address}: {refused.SocketErrorCode}");
            }
        }

        return StepOutcome.Failed(
            $"No connection to {Server} ({string.Join("; ", failures)}).",
            failures.Exists(failure => failure.EndsWith(nameof(SocketError.ConnectionRefused), StringComparison.Ordinal))
                ? "The machine is there, but nothing listens at this port, or a firewall refuses it."
                : "The machine is off, in another network, or a firewall drops what is sent to it.",
            "Check the server's name and port, and the firewalls between. Exchange listens at port 443 unless somebody changed that.");
    }

    /// <summary>Has the server show its certificate, and judges it as every later connection will.</summary>
    public async Task<StepOutcome> ShakeHandsAsync(Action<ServerCertificate> shown, CancellationToken cancellation)
    {
        if (!connection.UseTls)
        {
            return StepOutcome.Skipped("The connection is not encrypted, which is allowed for a simulator on this machine only.");
        }

        var judge = new CertificateJudge(connection);
        SeenCertificate? seen = null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        await using var tls = new SslStream(new NetworkStream(_socket!, ownsSocket: false));
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = connection.Server,
                    CertificateChainPolicy = judge.ChainPolicy(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        seen = certificate is null ? null : SeenCertificate.Of(certificate, judge.Objection(certificate, chain, errors));
                        return seen is { Objection: null };
                    },
                },
                either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return NoTls(string.Create(CultureInfo.InvariantCulture, $"it did not answer within {Patience.TotalSeconds:0.#} s"));
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException)
        {
            // Where it is the certificate that we refused, there is more to say.
            if (seen is not { Objection: not null })
            {
                return NoTls("the handshake failed");
            }
        }

        shown(seen!.Certificate);
        return OutcomeOf(seen, tls);
    }

    public void Dispose() => _socket?.Dispose();

    private StepOutcome OutcomeOf(SeenCertificate seen, SslStream tls)
    {
        var certificate = seen.Certificate;
        if (seen.Objection is { } objection)
        {
            return StepOutcome.Failed(
                $"The certificate of {Server} is not trusted: {objection.Reason}.",
                "Anybody could stand between and read the password, so nothing was sent.",
                objection.Advice);
        }

        var found = $"{Server} speaks {NameOf(tls.SslProtocol)}, and its certificate is trusted.";
        if (connection.CertificatePin is not null)
        {
            return StepOutcome.Ok(found, "It is trusted because it is the pinned one. When the server gets another, the new one has to be pinned.");
        }

        var left = certificate.ValidUntil - time.GetUtcNow();
        return left < SoonExpired
            ? StepOutcome.Warning(found, string.Create(CultureInfo.InvariantCulture, $"It expires in {Math.Max(0, Math.Floor(left.TotalDays))} days; no calendar can be read after that."), "Have it renewed.")
            : StepOutcome.Ok(found);
    }

    private StepOutcome Unresolved(string why) => StepOutcome.Failed(
        $"The name {connection.Server} cannot be resolved ({why}).", "This machine does not know where the server is.", "Check the server's name, and this machine's DNS.");

    private StepOutcome NoTls(string why) => StepOutcome.Failed(
        $"No encrypted connection to {Server}: {why}.", "Something listens there, but it does not speak TLS as it should.", "Check that the port speaks TLS, and that the server offers TLS 1.2 or later.");

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
