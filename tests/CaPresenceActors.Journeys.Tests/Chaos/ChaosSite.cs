using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Control;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>A company with its Exchange server over HTTPS, and the host that follows its calendars in a process of its own.</summary>
internal sealed class ChaosSite : IAsyncDisposable
{
    private static readonly NotificationOptions Notifications = new() { Heartbeat = TimeSpan.FromSeconds(1), IdleLifetime = TimeSpan.FromSeconds(15) };

    private readonly Site _site = new(useHttps: true, Notifications);
    private SimulatorControl? _control;
    private Support.Host? _host;

    public ChaosSite(int mailboxes) =>
        People = [.. Enumerable.Range(0, mailboxes).Select(number => _site.Hire((2000 + number).ToString(CultureInfo.InvariantCulture), number % 3 == 0 ? "Asia/Tokyo" : "Europe/Berlin"))];

    public Person[] People { get; }

    public ExchangeSimulator Exchange => _site.Exchange;

    public string JournalFile => _site.JournalFile;

    public Support.Host Host => _host!;

    /// <summary>The control API of the simulator, which tells the true calendars.</summary>
    public HttpClient Control { get; private set; } = null!;

    /// <summary>How often the host has been started.</summary>
    public int Starts { get; private set; }

    public async Task StartAsync(TimeSpan safetyInterval)
    {
        await Exchange.StartAsync(TestContext.Current.CancellationToken);
        _control = await SimulatorControl.StartAsync(Exchange, port: 0, TestContext.Current.CancellationToken);
        Control = new HttpClient { BaseAddress = _control.Address };
        await _site.WriteConfigurationAsync(People);
        await ConfigureAsync(safetyInterval);
        await StartHostAsync();
    }

    /// <summary>What counts from the next start of the host on.</summary>
    public async Task ConfigureAsync(TimeSpan safetyInterval)
    {
        var configuration = _site.Configuration(Exchange.Address);
        var root = configuration["capresence"]!;
        root["polling"] = new JsonObject { ["safety-interval"] = $"{safetyInterval.TotalSeconds:0}s" };
        root["log"] = new JsonObject { ["levels"] = new JsonObject { ["CaPresenceActors.Changes"] = "warning" } };
        root["seed"]!["keywords"] = JsonSerializer.SerializeToNode(TrueDay.Keywords.Select(row => new Dictionary<string, object> { ["keyword"] = row.Keyword, ["presence"] = row.Presence, ["whole-word"] = row.WholeWord }));
        root["seed"]!["exchange"]!["certificate-pin"] = Exchange.CertificateSha256;
        root["seed"]!["exchange"]!["request-timeout"] = "2s";
        await File.WriteAllTextAsync(_site.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
    }

    public async Task StartHostAsync()
    {
        _host = await Support.Host.ListeningAsync(CapresenceProcess.Start([HostUnderChaos.Verb, _site.ConfigurationFile], program: typeof(ChaosSite).Assembly.Location), _site.DataDirectory);
        Starts++;
    }

    /// <summary>Lets the host end in order.</summary>
    public async Task StopHostAsync()
    {
        await Host.Process.TellAsync("end");
        (await Host.Process.ExitAsync()).ShouldBe(0, Host.Process.Printed);
        await Host.DisposeAsync();
        _host = null;
    }

    /// <summary>The power goes off.</summary>
    public async Task KillHostAsync()
    {
        await Host.Process.KillAsync();
        await Host.DisposeAsync();
        _host = null;
    }

    /// <summary>What the host holds once everything is collected that it does not need.</summary>
    public async Task<ProcessFigures> HostHoldsAsync()
    {
        var before = Host.Process.Output.All.Length;
        await Host.Process.TellAsync(HostUnderChaos.Tell);
        var told = 0;
        var line = await Host.Process.Output.FirstAsync(said => told++ >= before && said.StartsWith(HostUnderChaos.Holds, StringComparison.Ordinal), "what it holds");
        return JsonSerializer.Deserialize<ProcessFigures>(line[HostUnderChaos.Holds.Length..])!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Control?.Dispose();
        if (_control is not null)
        {
            await _control.DisposeAsync();
        }

        await _site.DisposeAsync();
    }
}
