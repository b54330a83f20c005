using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Simulator;

/// <summary>
/// An Exchange server for demos and tests: mailboxes in memory, Exchange Web Services over HTTP or HTTPS on the loopback address.
/// Mailboxes, accounts and faults may be changed while it runs, and it may be stopped and started again at the same address.
/// </summary>
public sealed class ExchangeSimulator : IAsyncDisposable
{
    private readonly SimulatorOptions _options;
    private readonly ShiftedTime _time;
    private readonly List<X509Certificate2> _retired = [];
    private readonly BasicAuthentication _accounts = new();
    private readonly ServerState _state;
    private readonly EwsEndpoint _endpoint;
    private WebApplication? _server;
    private int _port;

    /// <summary>Prepares a server; <see cref="StartAsync"/> makes it listen.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message names every problem.</exception>
    /// <exception cref="IOException">The file of the certificate cannot be read or made, or holds none that is valid.</exception>
    public ExchangeSimulator(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        _time = new ShiftedTime(options.Time);
        _options = options with { Time = _time };
        if (_options.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _port = _options.Port;
        _accounts.Set(_options.ServiceAccount);
        Mailboxes = new MailboxDirectory(_options.Time, DefaultRightsOf);
        Faults = new FaultPlans(_time) { Installing = Lose };
        _state = new ServerState(_options, Faults);
        Mailboxes.Changed = _state.Subscriptions.Announce;
        Mailboxes.Removed = mailbox => _state.Subscriptions.RemoveOf(mailbox, Notifications.Subscriptions.Lost());
        _endpoint = new EwsEndpoint(_options, Mailboxes, _accounts, Requests, _state, _options.LoggerFactory.CreateLogger<ExchangeSimulator>());
        if (_options.UseHttps)
        {
            Certificate = _options.CertificateFile is { } file ? SelfSignedCertificate.Keep(file, _options.Time.GetUtcNow()) : SelfSignedCertificate.Create(_options.Time.GetUtcNow());
        }
    }

    public MailboxDirectory Mailboxes { get; }

    /// <summary>The ways in which the server fails at the moment.</summary>
    public FaultPlans Faults { get; }

    /// <summary>All requests, by operation.</summary>
    public RequestCounters Requests { get; } = new();

    /// <summary>How many subscriptions there are, over all back ends.</summary>
    public int Subscriptions => _state.Subscriptions.Count;

    internal int BackEnds => _options.Notifications.BackEnds;

    /// <summary>What the server believes the time to be.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How many streams are open.</summary>
    public int OpenStreams => _state.OpenStreams.Count;

    /// <summary>Ends when so many streams are open.</summary>
    public Task WhenStreamsAreAsync(int count, CancellationToken cancellation) => _state.OpenStreams.ReachesAsync(count, cancellation);

    /// <summary>How many requests were refused: by a fault, a limit, or for want of a right.</summary>
    public int Refused => _state.Refused;

    /// <summary>By how much the server's clock is off: its Date header and the time stamps of items. Heartbeats and timeouts do not notice.</summary>
    public TimeSpan ClockOffset
    {
        get => _time.Offset;
        set => _time.Offset = value;
    }

    /// <summary>Whether the server keeps the limits that it was given; one that does not takes whatever comes.</summary>
    public bool KeepsLimits
    {
        get => _state.KeepsLimits;
        set => _state.KeepsLimits = value;
    }

    public SimulatedAccount ServiceAccount => _options.ServiceAccount;

    /// <summary>The certificate, when the server speaks HTTPS.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>The certificate's SHA-256 fingerprint in hexadecimal, as a client pins it.</summary>
    public string? CertificateSha256 => Certificate?.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>The address of Exchange.asmx.</summary>
    /// <exception cref="InvalidOperationException">The server has never been started.</exception>
    public Uri Address => _port != 0
        ? new Uri($"{(_options.UseHttps ? "https" : "http")}://127.0.0.1:{_port}{EwsEndpoint.Path}")
        : throw new InvalidOperationException("The simulator has no address before it is started.");

    /// <summary>Begins to listen. Once a port has been chosen, it is kept for later starts.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (_server is not null)
        {
            throw new InvalidOperationException("The simulator is running already.");
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        var server = builder.Build();
        server.Run(_endpoint.HandleAsync);
        try
        {
            await server.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        _server = server;
        _port = BoundPort(server);
    }

    /// <summary>Stops listening and cuts what is still open. Mailboxes stay.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await server.StopAsync(atOnce.Token);
            await server.DisposeAsync();

            // Kestrel cuts connections and does not wait for those who answered on them.
            await _state.Running.ReachesAsync(0, CancellationToken.None);
        }
    }

    /// <summary>Lets somebody log in. A user name that is the address of a mailbox owns it.</summary>
    public void AddAccount(SimulatedAccount account) => _accounts.Set(account);

    /// <summary>Lets an account log in no more.</summary>
    public bool RemoveAccount(string userName) => _accounts.Remove(userName);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Certificate?.Dispose();
        _retired.ForEach(c => c.Dispose());
    }

    /// <summary>Restarts a back end (all of them without a number): its subscriptions are gone, and streams that read them are cut.</summary>
    /// <returns>How many subscriptions were lost.</returns>
    public int RestartBackEnd(int? backEnd = null) => _state.Subscriptions.Restart(backEnd);

    /// <summary>Moves a mailbox to another database: subscriptions to it are gone, as their streams are told.</summary>
    /// <returns>How many subscriptions were lost.</returns>
    public int MoveMailbox(string address) => _state.Subscriptions.RemoveOf(Mailboxes[address], Notifications.Subscriptions.Lost());

    /// <summary>Serves new connections with another certificate; those that are open keep theirs.</summary>
    /// <param name="isExpired">Whether the new one was valid until yesterday.</param>
    /// <exception cref="InvalidOperationException">The server speaks plain HTTP.</exception>
    public void ChangeCertificate(bool isExpired = false)
    {
        if (Certificate is not { } before)
        {
            throw new InvalidOperationException("The simulator speaks plain HTTP and has no certificate to change.");
        }

        var now = _options.Time.GetUtcNow();
        _retired.Add(before);
        Certificate = isExpired ? SelfSignedCertificate.CreateExpired(now) : SelfSignedCertificate.Create(now);
    }

    private void Lose(FaultAnswer fault, ImmutableArray<string>? addresses)
    {
        if (fault is FaultAnswer.MailboxMoving or FaultAnswer.MailboxGone)
        {
            foreach (var mailbox in addresses is { } some ? some.Select(Mailboxes.Find).OfType<SimulatedMailbox>() : Mailboxes.All)
            {
                _state.Subscriptions.RemoveOf(mailbox, Notifications.Subscriptions.Lost());
            }
        }
    }

    private MailboxRights? DefaultRightsOf(string grantee) =>
        string.Equals(grantee, _options.ServiceAccount.UserName, StringComparison.OrdinalIgnoreCase) ? _options.ServiceAccountRights : null;

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _options.Limits.RequestBytes;
        kestrel.Listen(IPAddress.Loopback, _port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (Certificate is not null)
            {
                listen.UseHttps(https =>
                {
                    // A resumed session would go on with the certificate of before.
                    https.ServerCertificateSelector = (_, _) => Certificate;
                    https.OnAuthenticate = (_, tls) => tls.AllowTlsResume = false;
                });
            }
        });
    }

    private static int BoundPort(WebApplication server) =>
        new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
}
