using System.Net.Sockets;
using System.Net;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Exchange;
using CaPresenceActors.Exchange.Streaming;
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
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

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
        RequireFreePort(options);
        Directory.CreateDirectory(options.DataDirectory);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(PresenceHost).Assembly.GetName().Name });
        HostLogging.Configure(builder.Logging, options.Log, logToConsole);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(new IPEndPoint(options.Address, options.Port)));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.Services.AddSingleton(clock);

        // The engine is there before the first request; the container only hands it on.
        PresenceEngine? engine = null;
        builder.Services.AddSingleton<IPresenceEngine>(_ => engine!);
        builder.Services.AddSingleton<ISignIns>(_ => engine!.SignIns);
        builder.Services.AddPresenceWeb(WebSettingsOf(options));
        builder.Services.AddDataProtection().SetApplicationName(ProtectedSecrets.ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(KeysOf(options)));
        builder.Services.AddSingleton(_ => engine!.Webhooks);
        builder.Services.AddSingleton<HttpWebhookSender>();
        builder.Services.AddSingleton(_ => engine!.Lists);
        builder.Services.AddSingleton(_ => engine!.Census);
        var web = builder.Build();
        SqliteJournal? journal = null;
        LocalAdministrationFile? localAdministration = null;
        try
        {
            var logs = web.Services.GetRequiredService<ILoggerFactory>();
            journal = await SqliteJournal.OpenAsync(
                new SqliteJournalOptions { File = options.JournalFile }, clock, logs.CreateLogger<SqliteJournal>(), cancellation);
            engine = await PresenceEngine.StartAsync(PartsOf(options, journal, clock, logs, watch, web.Services.GetRequiredService<HttpWebhookSender>()), cancellation);
            await SiteSeed.ApplyAsync(engine, options.Seed, new ProtectedSecrets(KeysOf(options)), logs.CreateLogger<SiteSeed>(), cancellation);
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

    private static WebSettings WebSettingsOf(HostOptions options) => new()
    {
        LoopbackOnly = IPAddress.IsLoopback(options.Address),
        Port = options.Port == 0 ? null : options.Port,
    };

    private static string KeysOf(HostOptions options) => Path.Combine(options.DataDirectory, "keys");
}
