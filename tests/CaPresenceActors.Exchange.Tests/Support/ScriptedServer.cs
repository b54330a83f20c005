using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>An HTTP server on loopback that answers what a test tells it to, and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app) => _app = app;

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    public int Port { get; private set; }

    /// <summary>Answers every request with one document.</summary>
    public static Task<ScriptedServer> AnsweringAsync(string xml, int status = 200) => AnsweringAsync(Encoding.UTF8.GetBytes(xml), status);

    /// <summary>Answers every request with one document.</summary>
    public static Task<ScriptedServer> AnsweringAsync(byte[] xml, int status = 200) => StartAsync((_, response) => response.Xml(xml, status));

    public static async Task<ScriptedServer> StartAsync(Func<ScriptedRequest, HttpResponse, Task> answer, X509Certificate2? certificate = null, Func<X509Certificate2>? shows = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null || shows is not null)
            {
                listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate ?? shows!());
            }
        }));
        if (certificate is not null || shows is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var request = new ScriptedRequest(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted),
                context.Connection.Id,
                context.RequestAborted);
            server.Requests.Enqueue(request);
            await answer(request, context.Response);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Port = new Uri(app.Urls.Single()).Port;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>What the server was asked.</summary>
internal sealed record ScriptedRequest(
    string Method, string Path, Dictionary<string, string> Headers, string Body, string Connection, CancellationToken Aborted)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

internal static class Replies
{
    public static Task Xml(this HttpResponse response, string xml, int status = 200) => response.Xml(Encoding.UTF8.GetBytes(xml), status);

    public static async Task Xml(this HttpResponse response, byte[] xml, int status = 200)
    {
        response.StatusCode = status;
        response.ContentType = "text/xml; charset=utf-8";
        await response.Body.WriteAsync(xml);
    }
}
