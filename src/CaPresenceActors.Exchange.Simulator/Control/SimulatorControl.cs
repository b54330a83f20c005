using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CaPresenceActors.Exchange.Simulator.Control;

/// <summary>
/// The control API of a simulator: HTTP and JSON on a port of its own, on the loopback address only. It is described in <c>docs/simulator.md</c>. Whoever reaches the port may do everything, so requests are
/// only taken that name the loopback address as their host, which a page in a browser cannot do under another name.
/// </summary>
public sealed class SimulatorControl : IAsyncDisposable
{
    private const int LargestRequest = 1024 * 1024;

    private readonly WebApplication _server;
    private readonly ControlRoutes _routes;

    private SimulatorControl(ExchangeSimulator simulator, int port)
    {
        _routes = new ControlRoutes(simulator);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Where the API is.</summary>
    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Begins to listen; with port 0 the system chooses one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorControl> StartAsync(ExchangeSimulator simulator, int port, CancellationToken cancellation = default)
    {
        var control = new SimulatorControl(simulator, port);
        try
        {
            await control._server.StartAsync(cancellation);
            return control;
        }
        catch
        {
            await control.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            CheckOrigin(http.Request);
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var answer = _routes.Answer(http.Request.Method, Segments(http.Request.Path), http.Request.Query, await reader.ReadToEndAsync(http.RequestAborted));
            await SendAsync(http, StatusCodes.Status200OK, answer);
        }
        catch (ControlException e)
        {
            await SendAsync(http, e.Status, new { error = e.Message });
        }
        catch (EwsErrorException e)
        {
            var status = e.ResponseCode == "ErrorItemNotFound" ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
            await SendAsync(http, status, new { error = $"{e.ResponseCode}: {e.Message}" });
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            await SendAsync(http, e.StatusCode, new { error = e.Message });
        }
    }

    private static string[] Segments(PathString path) => [.. (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)];

    private static void CheckOrigin(HttpRequest request)
    {
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
        {
            throw new ControlException(StatusCodes.Status403Forbidden, $"The Host header is \"{request.Host.Host}\", but only 127.0.0.1 and localhost are served.");
        }

        // A form on a foreign page can send text, but not JSON.
        if (request.ContentLength > 0 && !(request.ContentType ?? "").StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new ControlException(StatusCodes.Status415UnsupportedMediaType, $"The Content-Type is \"{request.ContentType}\", but {MediaTypeNames.Application.Json} is needed.");
        }

        if (request.Headers.Origin.Count > 0)
        {
            throw new ControlException(StatusCodes.Status403Forbidden, "The request comes from a page in a browser, which is not served.");
        }
    }

    private static Task SendAsync(HttpContext http, int status, object answer)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(JsonSerializer.Serialize(answer, ControlJson.Options) + "\n", http.RequestAborted);
    }
}
