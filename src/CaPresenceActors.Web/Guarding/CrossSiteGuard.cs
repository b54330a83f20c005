using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Guarding;

/// <summary>Refuses what pages of strangers send: a browser on this machine or in this house runs them, too.</summary>
/// <remarks>
/// A stranger's page can send requests across sites: these carry a foreign <c>Origin</c> or <c>Sec-Fetch-Site</c>, cannot read the answer, and so must not change anything, not even who is signed in.
/// It can also have its own name resolve to 127.0.0.1 (DNS rebinding): its requests come from loopback, but with a foreign <c>Host</c>. They carry no cookie of ours; where the server is for this machine alone, they are not
/// answered at all.
/// </remarks>
internal static class CrossSiteGuard
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Why a request is refused, for the person who sent it; null when it is not.</summary>
    public static string? Refusal(HttpRequest request, WebSettings settings)
    {
        if (settings.LoopbackOnly && !IsLoopbackName(request.Host.Host))
        {
            return $"The request is for the host \"{Clipped.Text(request.Host.Host)}\"; localhost, 127.0.0.1 or [::1] is needed, so that a foreign page whose name leads here reads nothing.";
        }

        return ChangesSomething(request) && ComesFromElsewhere(request)
            ? "The request comes from a page of another site, and such a page may change nothing here. Use a page of this server, or a program that sends no Origin header."
            : null;
    }

    /// <summary>Whether a host is this machine whatever any name server says.</summary>
    public static bool IsLoopbackName(string host) => LoopbackNames.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request's method is one that changes something.</summary>
    public static bool ChangesSomething(HttpRequest request) =>
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
