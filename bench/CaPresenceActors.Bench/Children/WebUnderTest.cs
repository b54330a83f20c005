using System.Net;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Exchange.Testing;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Web;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Bench.Children;

/// <summary>The product's own web server over an engine, on a port of the loopback address that the system chooses.</summary>
internal sealed class WebUnderTest : IAsyncDisposable
{
    private readonly WebApplication _web;

    private WebUnderTest(WebApplication web) => _web = web;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What a client shows to be let in.</summary>
    public string Token => _web.Services.GetRequiredService<LocalAdministration>().Token;

    /// <summary>How the server hashes passwords.</summary>
    public IPasswordHasher Passwords => _web.Services.GetRequiredService<IPasswordHasher>();

    /// <summary>Starts it.</summary>
    /// <param name="running">The engine.</param>
    /// <param name="clock">The clock of both.</param>
    /// <param name="around">Stands in front of everything, if given: to measure.</param>
    public static async Task<WebUnderTest> StartAsync(EngineUnderTest running, TimeProvider clock, Func<HttpContext, RequestDelegate, Task>? around = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(clock);
        AddEngine(builder.Services, running.Engine, clock);
        builder.Services.AddSingleton<IRecentErrors, NoErrors>();
        builder.Services.AddSingleton<IRunFacts>(new Facts(running, clock.GetUtcNow(), clock));
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddPresenceWeb();
        var web = builder.Build();
        if (around is not null)
        {
            web.Use(around);
        }

        web.MapPresenceApi();
        await web.StartAsync();
        return new WebUnderTest(web);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    // The routes are made at the first request, all of them, so that every part they name must be there.
    private static void AddEngine(IServiceCollection services, PresenceEngine engine, TimeProvider clock)
    {
        services.AddSingleton<IPresenceEngine>(engine);
        services.AddSingleton<IExtensionStates>(engine);
        services.AddSingleton<IFavourites>(engine);
        services.AddSingleton(engine.SignIns);
        services.AddSingleton(engine.Webhooks);
        services.AddSingleton(engine.Audit);
        services.AddSingleton(engine.History);
        services.AddSingleton(engine.Series);
        services.AddSingleton(engine.Schedules);
        services.AddSingleton(engine.Users);
        services.AddSingleton(engine.Lists);
        services.AddSingleton(engine.Census);
        services.AddSingleton<IExchangeConnections>(new ExchangeConnections(() => engine.Site, new PlainSecrets()));
        services.AddSingleton<IConnectionTester>(new ConnectionTester(clock));
        services.AddSingleton<ICalendarSourceFactory>(new PlannedCalendars(new CalendarPlan(CalendarPlan.Day, 0, TimeSpan.Zero, TimeSpan.Zero)));
        services.AddSingleton<IDryRuns, DryRunner>();
    }

    private sealed class NoErrors : IRecentErrors
    {
        public IReadOnlyList<RecentError> Newest() => [];
    }

    private sealed class Facts(EngineUnderTest running, DateTimeOffset startedAt, TimeProvider clock) : IRunFacts
    {
        public RunFacts Now() => new()
        {
            StartedAt = startedAt,
            Uptime = clock.GetUtcNow() - startedAt,
            Program = "bench",
            Runtime = Environment.Version.ToString(),
            Storage = SqliteJournal.Engine,
            Schema = SqliteJournal.SchemaVersion,
            DatabaseBytes = running.Journal.SizeOnDisk,
        };
    }
}
