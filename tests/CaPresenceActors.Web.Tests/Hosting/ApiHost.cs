using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using System.Text;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
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

    private readonly DirectoryOfSignIns _signIns;

    private ApiHost(WebApplication app, FakeEngine engine, DirectoryOfSignIns signIns, ManualTime time)
    {
        Webhooks = (FakeWebhooks)app.Services.GetRequiredService<Actors.Webhooks.IWebhooks>();
        Operation = (FakeOperation)app.Services.GetRequiredService<Actors.Audit.IAuditTrail>();
        _app = app;
        _signIns = signIns;
        Engine = engine;
        Time = time;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address, Timeout = Deadline };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalToken);
        Anonymous = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = Deadline };
    }

    public FakeEngine Engine { get; }

    public FakeWebhooks Webhooks { get; }

    public FakeOperation Operation { get; }

    public ManualTime Time { get; }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Uri Address { get; }

    /// <summary>Sends the token of local administration with every request.</summary>
    public HttpClient Client { get; }

    /// <summary>Has not signed in.</summary>
    public HttpClient Anonymous { get; }

    public ISignIns SignIns => _signIns.Desk;

    public string LocalToken => _app.Services.GetRequiredService<LocalAdministration>().Token;

    /// <summary>Everything that is mapped.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <param name="prepare">Puts something into the engine first.</param>
    /// <param name="caller">Who asks; somebody at this machine when null.</param>
    public static async Task<ApiHost> StartAsync(Action<FakeEngine>? prepare = null, Caller? caller = null)
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
        builder.Services.AddSingleton<Actors.Webhooks.IWebhooks, FakeWebhooks>();
        builder.Services.AddSingleton<ISchedules>(engine);
        builder.Services.AddSingleton<IFavourites>(engine);
        builder.Services.AddSingleton(engine.Users);
        builder.Services.AddSingleton<Actors.Rules.ISiteLists>(engine);
        builder.Services.AddSingleton<Actors.Rules.IKeywordCensus>(engine);
        builder.Services.AddSingleton<TimeProvider>(time);
        var signIns = new DirectoryOfSignIns(time);
        builder.Services.AddSingleton(signIns.Desk);
        builder.Services.AddSingleton<IPasswordHasher>(new Pbkdf2Passwords(rounds: 1000));
        var operation = new FakeOperation(time);
        builder.Services.AddSingleton<Actors.Audit.IAuditTrail>(operation);
        builder.Services.AddSingleton<Actors.History.ISiteHistory>(operation);
        builder.Services.AddSingleton<Actors.Health.IHealthSeries>(operation);
        builder.Services.AddSingleton<Actors.Health.IRecentErrors>(operation);
        builder.Services.AddSingleton<Actors.Health.IRunFacts>(operation);
        builder.Services.AddLongWork(engine);
        builder.Services.AddPresenceWeb();
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());

        var app = builder.Build();
        app.MapPresenceApi();

        // After the guard, who has let the local administrator in.
        if (caller is not null)
        {
            app.Use((context, next) =>
            {
                context.Features.Set(caller);
                return next(context);
            });
        }

        await app.StartAsync();
        return new ApiHost(app, engine, signIns, time);
    }

    /// <summary>Gives somebody a role and a password.</summary>
    public async Task EnrolAsync(string name, Role role, string password)
    {
        using var put = await SendAsync(HttpMethod.Put, $"/api/v1/sign-ins/{name}", $$"""{"role":"{{role.ToString().ToLowerInvariant()}}"}""");
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var set = await SendAsync(HttpMethod.Put, $"/api/v1/sign-ins/{name}/password", $$"""{"password":"{{password}}"}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A browser in which somebody of this name and role has just signed in.</summary>
    public async Task<Browser> SignedInAsync(string name, Role role)
    {
        await EnrolAsync(name, role, Browser.Password);
        var browser = NewBrowser();
        using var answer = await browser.SignInAsync(name, Browser.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return browser;
    }

    /// <summary>A browser that nobody has used yet.</summary>
    public Browser NewBrowser() => new(Address);

    /// <summary>The token of the link of the first start.</summary>
    public string? FirstAdministratorToken() => _app.Services.GetRequiredService<FirstAdministrator>().Invite();

    /// <summary>A client that shows an API token of this role.</summary>
    public async Task<HttpClient> WithTokenAsync(Role role, TokenScope scope = TokenScope.Write)
    {
        var id = RandomSecret.NewId();
        var token = BearerTokens.Make(id);
        var added = new ApiToken { Id = id, Name = $"test-{id}", TokenHash = RandomSecret.HashOf(token), Scope = scope, Role = role, CreatedAt = Time.GetUtcNow(), CreatedBy = "test" };
        (await SignIns.ChangeAsync(new SignInCommand.AddToken(added), "test", TestContext.Current.CancellationToken)).ShouldBeOfType<Actors.Engine.EngineReply.Done>();
        var client = new HttpClient { BaseAddress = Address, Timeout = Deadline };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
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
        Anonymous.Dispose();
        await _app.DisposeAsync();
        await _signIns.DisposeAsync();
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
