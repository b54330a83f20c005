using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Company;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Host.Hosting;
using Spectre.Console;

namespace CaPresenceActors.Host.Demo;

/// <summary>The simulator, the engine and a live table, in one process and a temporary directory.</summary>
internal sealed class DemoRun(int people, int port, int seed, TimeProvider clock)
{
    /// <summary>Runs until the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("capresence-demo-");
        try
        {
            var zone = TimeZoneInfo.Local.Id;
            var company = DemoDay.Generate(seed, people, clock.GetUtcNow(), zone);
            await using var simulator = new ExchangeSimulator(new SimulatorOptions { ServiceAccount = new SimulatedAccount("admin@test.example.com", "demo"), Time = clock });
            company.MoveInto(simulator);
            await simulator.StartAsync(cancellation);

            var options = HostOptionsReader.Read(HostConfiguration.Load(null, DemoSite.Configuration(simulator, data.FullName, FreePort(), zone)), null);
            await using var host = await PresenceHost.StartAsync(options, clock, logToConsole: false, cancellation);
            await MoveInAsync(host.Engine, company, cancellation);
            await ShowAsync(host, simulator, options, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C, or the time is over: that is how a demo ends.
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task MoveInAsync(IPresenceEngine engine, SimulatedCompany company, CancellationToken cancellation)
    {
        var profiles = company.People.Select(person => new UserProfile { Extension = person.Extension, Name = person.Name, Account = person.Account }).ToImmutableArray();
        if (await engine.ChangeUsersAsync(profiles, [], "demo", cancellation) is not EngineReply.Done and var reply)
        {
            throw new SeedException($"The demo's company could not move in: {reply}");
        }
    }

    private async Task ShowAsync(PresenceHost host, ExchangeSimulator simulator, HostOptions options, CancellationToken cancellation)
    {
        var view = new DemoView(host.Engine, host.Address, simulator.Address, clock);
        view.Introduce(people, options.Log.File, host.FirstAdministratorLink(), Path.Combine(options.DataDirectory, LocalAdministrationFile.Name));
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
        {
            await view.ShowTableAsync(cancellation);
        }
        else
        {
            await view.ShowLinesAsync(cancellation);
        }
    }

    // The demo shall start beside whatever else runs on this machine.
    private int FreePort()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return port;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
