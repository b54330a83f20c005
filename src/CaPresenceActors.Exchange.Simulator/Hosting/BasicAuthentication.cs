using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Basic authentication against the accounts of the simulator.</summary>
internal sealed class BasicAuthentication
{
    private const string Challenge = "Basic realm=\"exchange-simulator\"";

    private readonly ConcurrentDictionary<string, SimulatedAccount> _accounts = new(StringComparer.OrdinalIgnoreCase);

    public void Set(SimulatedAccount account) => _accounts[account.UserName] = account;

    public bool Remove(string userName) => _accounts.TryRemove(userName, out _);

    /// <summary>The account whose user name and password an Authorization header carries, or null.</summary>
    public SimulatedAccount? Authenticate(string? header)
    {
        const string Scheme = "Basic ";
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || Decode(header[Scheme.Length..].Trim()) is not { } credentials)
        {
            return null;
        }

        var colon = credentials.IndexOf(':');
        if (colon < 0 || !_accounts.TryGetValue(credentials[..colon], out var account))
        {
            return null;
        }

        var matches = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(credentials[(colon + 1)..]), Encoding.UTF8.GetBytes(account.Password));
        return matches ? account : null;
    }

    public static void Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = Challenge;
    }

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
