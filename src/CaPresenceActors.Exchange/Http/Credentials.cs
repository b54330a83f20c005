using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Http;

/// <summary>How requests prove who the account is: by a header that is sent with each (Basic, Bearer), or by a handshake of the connection (NTLM, Negotiate).</summary>
/// <remarks>
/// On Linux, .NET leaves NTLM to a plug-in of GSSAPI (<c>gss-ntlmssp</c>), and where that is missing it silently does not answer the server's challenge. It has an NTLM of its own, behind the
/// AppContext switch <c>System.Net.Security.UseManagedNtlm</c>, which also serves inside Negotiate and leaves Kerberos to GSSAPI. It is switched on here, the first time it is needed, unless the
/// host's runtime configuration has set the switch either way.
/// </remarks>
internal sealed class Credentials
{
    private const string ManagedNtlm = "System.Net.Security.UseManagedNtlm";

    private readonly ExchangeConnection _connection;
    private readonly Func<CancellationToken, ValueTask<string>>? _bearerToken;
    private readonly AuthenticationHeaderValue? _basic;

    public Credentials(ExchangeConnection connection, Func<CancellationToken, ValueTask<string>>? bearerToken)
    {
        _connection = connection;
        _bearerToken = bearerToken;
        if (connection.Authentication == ExchangeAuthentication.Basic)
        {
            // Sent from the first request on: waiting for a challenge would double the requests.
            _basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{connection.UserName}:{connection.Password}")));
        }
    }

    /// <summary>Whether connections sign in, rather than requests.</summary>
    public bool AreForHandshake => _connection.Authentication is ExchangeAuthentication.Ntlm or ExchangeAuthentication.Negotiate;

    /// <summary>The header for the next request; null when the connection signs in.</summary>
    /// <exception cref="BearerTokenException">There is no token.</exception>
    public ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancellation) =>
        _connection.Authentication == ExchangeAuthentication.Bearer ? TokenAsync(cancellation) : ValueTask.FromResult(_basic);

    /// <summary>What connections sign in with, for the one address and for no scheme that would send the password as it is.</summary>
    public CredentialCache? ForHandshake()
    {
        if (!AreForHandshake)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && !AppContext.TryGetSwitch(ManagedNtlm, out _))
        {
            AppContext.SetSwitch(ManagedNtlm, isEnabled: true);
        }

        var account = Account();
        var cache = new CredentialCache { { _connection.Address, "NTLM", account } };
        if (_connection.Authentication == ExchangeAuthentication.Negotiate)
        {
            cache.Add(_connection.Address, "Negotiate", account);
        }

        return cache;
    }

    // name@domain goes as it is; DOMAIN\name has to be taken apart.
    private NetworkCredential Account() => _connection.UserName.Split('\\') is [var domain, var name]
        ? new NetworkCredential(name, _connection.Password, domain)
        : new NetworkCredential(_connection.UserName, _connection.Password);

    private async ValueTask<AuthenticationHeaderValue?> TokenAsync(CancellationToken cancellation)
    {
        string? token;
        try
        {
            token = _bearerToken is null ? null : await _bearerToken(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The message of somebody else's exception may hold a secret; its type does not.
            throw new BearerTokenException($"No bearer token could be had: {failure.GetType().Name}. Check the registration and the secret of this application.", failure);
        }

        return string.IsNullOrWhiteSpace(token)
            ? throw new BearerTokenException("No bearer token could be had: nothing supplies one. Choose another way to authenticate, or configure the application's registration.")
            : new AuthenticationHeaderValue("Bearer", token);
    }
}

/// <summary>There is no bearer token to send. The message is fit for an administrator.</summary>
internal sealed class BearerTokenException(string message, Exception? inner = null) : Exception(message, inner);
