using System.Net;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Guarding;

/// <summary>
/// Until there is a log-in, whoever sits at this machine may do everything and nobody else anything. Being on loopback is not enough for that: a browser on this machine runs pages of strangers.
/// </summary>
/// <remarks>
/// A stranger's page can have its own name resolve to 127.0.0.1 (DNS rebinding): its requests come from loopback, but with a foreign <c>Host</c>. It can also send requests across sites: these carry a foreign <c>Origin</c>
/// or <c>Sec-Fetch-Site</c>, cannot read the answer, and so must not change anything.
/// </remarks>
internal static class LoopbackGuard
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Why a request is refused, for the person who sent it; null when it is not.</summary>
    public static string? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is not { } remote || !IsLoopback(remote))
        {
            return "The request does not come from this machine. Until there is a log-in, only requests from this machine itself are answered.";
        }

        if (!LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return $"The request is for the host \"{Clipped.Text(request.Host.Host)}\"; localhost, 127.0.0.1 or [::1] is needed, so that a foreign page whose name leads here reads nothing.";
        }

        return ChangesSomething(request) && ComesFromElsewhere(request)
            ? "The request comes from a page of another site, and such a page may change nothing here. Use a page of this server, or a program that sends no Origin header."
            : null;
    }

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool ChangesSomething(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    // "none" is the address bar; programs send neither header.
    private static bool ComesFromElsewhere(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        var site = request.Headers["Sec-Fetch-Site"];
        return (origin.Count > 0 && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
            || (site.Count > 0 && site.ToString() is not ("same-origin" or "none"));
    }
}
