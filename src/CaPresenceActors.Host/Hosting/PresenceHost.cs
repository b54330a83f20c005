using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.DryRuns;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.History;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Exchange;
using CaPresenceActors.Exchange.Streaming;
using CaPresenceActors.Exchange.Testing;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Web;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>The whole program in one process: journal, engine and web server, started and stopped in the order in which they need each other.</summary>
internal sealed class PresenceHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(2);

    private readonly SqliteJournal _journal;
    private readonly PresenceEngine _engine;
    private readonly WebApplication _web;
    private readonly LocalAdministrationFile _localAdministration;

    private PresenceHost(SqliteJournal journal, PresenceEngine engine, WebApplication web, LocalAdministrationFile localAdministration) =>
        (_journal, _engine, _web, _localAdministration) = (journal, engine, web, localAdministration);

    /// <summary>The engine that runs.</summary>
    public IPresenceEngine Engine => _engine;

    /// <summary>Where the web server listens.</summary>
    public Uri Address => Reachable(new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));

    /// <summary>The link by which somebody becomes the first administrator, valid for a day and once; null when there is an administrator. Whoever prints it must not log it.</summary>
    public string? FirstAdministratorLink() => _web.Services.GetRequiredService<FirstAdministrator>().Invite() is { } token ? $"{Address}welcome#{token}" : null;

    /// <summary>Starts everything. When it returns, the board is complete and the web server answers.</summary>
    /// <param name="options">What the configuration says.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="logToConsole">False where the console is taken.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <param name="watch">How changes of calendars are watched; what suits an Exchange server when null.</param>
    public static async Task<PresenceHost> StartAsync(HostOptions options, TimeProvider clock, bool logToConsole, CancellationToken cancellation, WatchSettings? watch = null)
    {
        var startedAt = clock.GetTimestamp();
        RequireFreePort(options);
        Directory.CreateDirectory(options.DataDirectory);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(PresenceHost).Assembly.GetName().Name });
        var recent = new RecentErrors(clock);
        HostLogging.Configure(builder.Logging, options.Log, logToConsole, recent);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(new IPEndPoint(options.Address, options.Port), listen => Protect(listen, options, clock)));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.Services.AddSingleton(clock);

        // The engine is there before the first request; the container only hands it on.
        PresenceEngine? engine = null;
        SqliteJournal? journal = null;
        builder.Services.AddSingleton<IPresenceEngine>(_ => engine!);
        builder.Services.AddSingleton<IExtensionStates>(_ => engine!);
        builder.Services.AddSingleton<IExchangeConnections>(_ => new ExchangeConnections(() => engine!.Site, new ProtectedSecrets(KeysOf(options))));
        builder.Services.AddSingleton<IConnectionTester>(new ConnectionTester(clock));
        builder.Services.AddSingleton<ICalendarSourceFactory>(new ExchangeCalendarSourceFactory(clock));
        builder.Services.AddSingleton<IDryRuns, DryRunner>();
        builder.Services.AddSingleton<ISignIns>(_ => engine!.SignIns);
        builder.Services.AddPresenceWeb(WebSettingsOf(options));
        builder.Services.AddDataProtection().SetApplicationName(ProtectedSecrets.ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(KeysOf(options)));
        builder.Services.AddSingleton(_ => engine!.Webhooks);
        builder.Services.AddSingleton<HttpWebhookSender>();
        builder.Services.AddSingleton<IAuditTrail>(_ => engine!.Audit);
        builder.Services.AddSingleton<ISiteHistory>(_ => engine!.History);
        builder.Services.AddSingleton<IHealthSeries>(_ => engine!.Series);
        builder.Services.AddSingleton<IRecentErrors>(recent);
        builder.Services.AddSingleton<IRunFacts>(_ => new HostFacts(journal!, options.DataDirectory, engine!.Clock, startedAt));
        builder.Services.AddSingleton<ISchedules>(_ => engine!.Schedules);
        builder.Services.AddSingleton<IFavourites>(_ => engine!);
        builder.Services.AddSingleton(_ => engine!.Users);
        builder.Services.AddSingleton(_ => engine!.Lists);
        builder.Services.AddSingleton(_ => engine!.Census);
        var web = builder.Build();
        LocalAdministrationFile? localAdministration = null;
        try
        {
            var logs = web.Services.GetRequiredService<ILoggerFactory>();
            journal = await SqliteJournal.OpenAsync(
                new SqliteJournalOptions { File = options.JournalFile }, clock, logs.CreateLogger<SqliteJournal>(), cancellation);
            engine = await PresenceEngine.StartAsync(PartsOf(options, journal, clock, logs, watch, web.Services.GetRequiredService<HttpWebhookSender>()), cancellation);
            recent.Clock = engine.Clock;
            await SiteSeed.ApplyAsync(
                engine, engine.SignIns, web.Services.GetRequiredService<IPasswordHasher>(), options.Seed, new ProtectedSecrets(KeysOf(options)), logs.CreateLogger<SiteSeed>(), cancellation);
            web.MapPresenceApi();
            localAdministration = LocalAdministrationFile.Write(options.DataDirectory, web.Services.GetRequiredService<LocalAdministration>());
            await web.StartAsync(cancellation);
            var host = new PresenceHost(journal, engine, web, localAdministration);
            logs.CreateLogger<PresenceHost>().Listening(host.Address);
            return host;
        }
        catch
        {
            localAdministration?.Dispose();
            await CloseAsync(web, engine, journal);
            throw;
        }
    }

    /// <summary>Has something done as soon as somebody asks the program to stop, before anything is closed.</summary>
    public void WhenStopping(Action then) => _web.Lifetime.ApplicationStopping.Register(then);

    /// <summary>Waits until somebody asks the program to stop: Ctrl-C, SIGTERM, or the token.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.WaitForShutdownAsync(_web, cancellation);

    /// <summary>Stops intake, then the engine, then closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        _localAdministration.Dispose();
        await CloseAsync(_web, _engine, _journal);
    }

    // Asked before anything is made: a new database would be seeded otherwise by a program that then cannot start. Whoever takes the port in between is still told of, in the server's words.
    private static void RequireFreePort(HostOptions options)
    {
        using var probe = new TcpListener(options.Address, options.Port);
        try
        {
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new IOException(
                $"Nothing can listen on port {options.Port} of {options.Address}: {e.Message}. Set capresence.http.port to a free one (0 lets the system choose), or stop the program that has it. The program does not start.", e);
        }
    }

    private static async Task CloseAsync(WebApplication web, PresenceEngine? engine, SqliteJournal? journal)
    {
        try
        {
            if (engine is not null)
            {
                await engine.DisposeAsync();
            }
        }
        finally
        {
            // Whatever the engine ran into, the journal is closed in order.
            if (journal is not null)
            {
                await journal.DisposeAsync();
            }

            // The loggers go last: everything above has something to say.
            await web.DisposeAsync();
        }
    }

    private static EngineParts PartsOf(HostOptions options, SqliteJournal journal, TimeProvider clock, ILoggerFactory logs, WatchSettings? watch, HttpWebhookSender webhooks) => new()
    {
        Journal = journal,
        Sources = new ExchangeCalendarSourceFactory(clock, watch: watch, logger: logs.CreateLogger<ExchangeCalendarSourceFactory>()),
        Secrets = new ProtectedSecrets(KeysOf(options)),
        OwnClock = clock,
        Logs = logs,
        ReadConcurrency = options.ReadConcurrency,
        SafetyInterval = options.SafetyInterval,
        Coalescing = options.Coalescing,
        KeepHistory = options.KeepHistory,
        WebhookSender = webhooks,
        PlainHttpWebhooks = options.PlainHttpWebhooks,
    };

    private static void Protect(ListenOptions listen, HostOptions options, TimeProvider clock)
    {
        if (options.Tls is not { } tls)
        {
            return;
        }

        var certificate = new ServerCertificate(tls, clock, listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<ServerCertificate>());
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
        });
    }

    private static WebSettings WebSettingsOf(HostOptions options) => new()
    {
        SessionLifetime = options.SessionLifetime,
        Tls = options.Tls is not null,
        LoopbackOnly = IPAddress.IsLoopback(options.Address),
        Port = options.Port == 0 ? null : options.Port,
    };

    // "All addresses of this machine" is no address that anybody could open.
    private static Uri Reachable(Uri address) =>
        IPAddress.TryParse(address.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) ? new UriBuilder(address) { Host = Dns.GetHostName() }.Uri : address;

    private static string KeysOf(HostOptions options) => Path.Combine(options.DataDirectory, "keys");
}
