using System.Net;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>The credential of whoever may read the data directory: a bearer token, new at each start, that counts on this machine only and makes the caller an administrator.</summary>
public sealed class LocalAdministration
{
    private readonly string _hash;

    /// <summary>Makes a new one.</summary>
    public LocalAdministration()
    {
        Token = RandomSecret.New();
        _hash = RandomSecret.HashOf(Token);
    }

    /// <summary>The token. The host writes it into a file of its owner.</summary>
    public string Token { get; }

    internal bool Is(string token, HttpContext context) => RandomSecret.Is(_hash, token) && context.Connection.RemoteIpAddress is { } remote && IsLoopback(remote);

    internal static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
