using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Tests.Webhooks;

/// <summary>A receiver of webhooks on loopback: a real server, with an answer that the test chooses.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificate;

    private Receiver(WebApplication app, X509Certificate2? certificate) => (_app, _certificate) = (app, certificate);

    public Uri Url => new($"{_app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/in");

    public List<Received> Requests { get; } = [];

    public static Task<Receiver> AnsweringAsync(int status) => AnsweringAsync((_, response) => response.StatusCode = status);

    public static Task<Receiver> AnsweringAsync(Action<HttpRequest, HttpResponse> answer, bool tls = false) => AnsweringAsync(
        context =>
        {
            answer(context.Request, context.Response);
            return Task.CompletedTask;
        },
        tls);

    public static async Task<Receiver> AnsweringAsync(Func<HttpContext, Task> answer, bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = tls ? SelfSigned() : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (tls)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var app = builder.Build();
        var receiver = new Receiver(app, certificate);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Requests.Add(new Received(
                context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken).WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Answers nothing, for as long as somebody waits.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
