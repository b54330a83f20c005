using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>
/// Which of the simulated back ends a request about subscriptions meets. The cookie decides; a Subscribe that asks for affinity without having the cookie goes to the home of its anchor mailbox and gets
/// it. Whatever lacks the cookie meets a back end that knows nothing of the subscription, as it may happen behind a load balancer.
/// </summary>
internal sealed class BackEnds(int count)
{
    public const string Cookie = "X-BackEndOverrideCookie";

    public static string NameOf(int backEnd) => $"EX{(backEnd + 1).ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>Where a new subscription is made.</summary>
    public int ForSubscribe(HttpContext http, string anchor)
    {
        if (OfCookie(http) is { } known)
        {
            return known;
        }

        var home = HomeOf(http.Request.Headers["X-AnchorMailbox"].ToString() is { Length: > 0 } named ? named : anchor);
        if (string.Equals(http.Request.Headers["X-PreferServerAffinity"], "true", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.SetCookie = $"{Cookie}={NameOf(home)}~{1941962754 + home}; path=/; HttpOnly";
        }

        return home;
    }

    /// <summary>Whether a request meets the back end that made a subscription.</summary>
    public bool Meets(HttpContext http, int backEnd) => count == 1 || OfCookie(http) == backEnd;

    private int? OfCookie(HttpContext http)
    {
        var value = http.Request.Cookies[Cookie] ?? "";
        for (var i = 0; i < count; i++)
        {
            if (value.StartsWith(NameOf(i) + "~", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return null;
    }

    // Stable over runs, so that a test meets the same back end every time.
    private int HomeOf(string anchor) => (int)(anchor.ToUpperInvariant().Aggregate(17u, static (hash, c) => (hash * 31) + c) % (uint)count);
}
