using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>A delivery as a receiver got it.</summary>
internal sealed record Delivered(string Id, string Body, string Signature, IReadOnlyList<Change> Changes)
{
    /// <summary>Whether it is signed with a secret.</summary>
    public bool IsSignedWith(string secret)
    {
        var time = Signature[2..Signature.IndexOf(',', StringComparison.Ordinal)];
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{Body}"));
        return string.Create(CultureInfo.InvariantCulture, $"t={time},v1={Convert.ToHexStringLower(mac)}") == Signature;
    }
}

/// <summary>Somebody's server that presence changes are posted to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What it answers; 0: nothing, for as long as somebody waits.</summary>
    public int Status { get; set; } = 204;

    public Heard<Delivered> Deliveries { get; } = new("The host, to the receiver,");

    public string Url => _app.Urls.Single() + "/in";

    public static async Task<WebhookReceiver> StartAsync(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app) { Status = status };
        app.Run(receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonDocument.Parse(text).RootElement;
        var status = Status;
        Deliveries.Add(new Delivered(
            body.GetProperty("deliveryId").GetString()!,
            text,
            context.Request.Headers["X-Capresence-Signature"].ToString(),
            body.GetProperty("changes").Deserialize<List<Change>>(JsonSerializerOptions.Web)!));
        if (status == 0)
        {
            var gone = new TaskCompletionSource();
            await using var aborted = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }

        context.Response.StatusCode = status;
    }
}
