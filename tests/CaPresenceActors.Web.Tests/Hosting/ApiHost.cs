using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CaPresenceActors.Web.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>The API behind a real server on loopback, over an engine in memory.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, FakeEngine engine, ManualTime time)
    {
        _app = app;
        Engine = engine;
        Time = time;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address, Timeout = Deadline };
    }

    public FakeEngine Engine { get; }

    public ManualTime Time { get; }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Everything that is mapped.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public static async Task<ApiHost> StartAsync(Action<FakeEngine>? prepare = null)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var engine = new FakeEngine(time);
        engine.Put("1203", "Anna Lindqvist", "anna@test.example.com");
        engine.Put("1204", "Ben Okafor", account: null);
        engine.Put("*7+1#", "Chiyo 田中", account: null);
        prepare?.Invoke(engine);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Actors.Engine.IPresenceEngine>(engine);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddLongWork(engine);
        builder.Services.AddPresenceWeb();

        var app = builder.Build();
        app.MapPresenceApi();
        await app.StartAsync();
        return new ApiHost(app, engine, time);
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json") =>
        SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Checks that an answer is problem details with this status, and returns its detail.</summary>
    public static async Task<string> ProblemAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status)
    {
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, body);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(body);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem.GetProperty("detail").GetString()!;
    }
}
