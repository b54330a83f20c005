using System.Net.Http.Headers;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// What keeps the requests of one group of mailboxes on one back end, where their subscriptions live: the anchor's address, the wish for affinity, and the cookies that the server has set for this group. Each
/// group has a jar of its own, since one group's cookie would send another group's requests to the wrong server.
/// </summary>
/// <param name="anchor">The address of the mailbox whose server it is; streams are charged to it.</param>
internal sealed class Affinity(string anchor)
{
    private const int MostCookies = 16;
    private const int LongestCookie = 4096;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public string Anchor { get; } = anchor;

    /// <summary>Adds what the server needs to find the back end; the anchor's own header is written with those of every request.</summary>
    public void AddTo(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("X-PreferServerAffinity", "true");
        lock (_gate)
        {
            if (_cookies.Count > 0)
            {
                headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }
        }
    }

    /// <summary>Keeps the cookies of an answer. The server sets them once, so what it does not mention stays.</summary>
    public void Learn(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            return;
        }

        foreach (var cookie in cookies)
        {
            var pair = cookie.Split(';', 2)[0];
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair.Length <= LongestCookie)
            {
                Set(pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            }
        }
    }

    private void Set(string name, string value)
    {
        lock (_gate)
        {
            if (value.Length == 0)
            {
                _cookies.Remove(name);
            }
            else if (_cookies.Count < MostCookies || _cookies.ContainsKey(name))
            {
                _cookies[name] = value;
            }
        }
    }
}
