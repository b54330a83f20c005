using System.Net;
using System.Text;

namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>A browser with its cookies, whose pages send what pages of ours send.</summary>
internal sealed class Browser : IDisposable
{
    public const string Password = "correct horse battery";

    public Browser(Uri address)
    {
        Cookies = new CookieContainer();
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = ApiHost.Deadline };
        Http.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public HttpClient Http { get; }

    public CookieContainer Cookies { get; }

    /// <summary>What goes with every request that changes something; null: nothing does.</summary>
    public string? AntiforgeryToken { get; set; }

    /// <summary>Signs in, and remembers the antiforgery token.</summary>
    public Task<HttpResponseMessage> SignInAsync(string name, string password) =>
        BeginAsync("/api/v1/session", $$"""{"name":"{{name}}","password":"{{password}}"}""");

    /// <summary>Sends what begins a session, and remembers the antiforgery token.</summary>
    public async Task<HttpResponseMessage> BeginAsync(string path, string body, HttpMethod? method = null)
    {
        var answer = await SendAsync(method ?? HttpMethod.Post, path, body);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            AntiforgeryToken = (await answer.JsonAsync()).GetProperty("antiforgeryToken").GetString();
        }

        return answer;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (AntiforgeryToken is { } token && method != HttpMethod.Get)
        {
            request.Headers.Add("X-CSRF-Token", token);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>What a GET is answered.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    public void Dispose() => Http.Dispose();
}
