using System.CommandLine;
using CaPresenceActors.Exchange.Simulator;

namespace CaPresenceActors.Host.Commands;

/// <summary><c>capresence exchange-simulator</c>: a server that behaves as Exchange Web Services, with a company's calendars in memory.</summary>
internal static class SimulatorCommand
{
    private static readonly SimulatorRunnerOptions Defaults = new();

    public static Command Create()
    {
        var mailboxes = new Option<int>("--mailboxes") { Description = "How many people the company has.", DefaultValueFactory = _ => Defaults.Mailboxes };
        var port = new Option<int>("--port") { Description = "Where it listens on 127.0.0.1; 0 lets the system choose.", DefaultValueFactory = _ => Defaults.Port };
        var control = new Option<int>("--control-port") { Description = "Where its control API listens on 127.0.0.1 (docs/simulator.md); 0 for none.", DefaultValueFactory = _ => Defaults.ControlPort, HelpName = "PORT" };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same company.", DefaultValueFactory = _ => Defaults.Seed };
        var http = new Option<bool>("--http") { Description = "Plain HTTP instead of HTTPS with a certificate of its own." };
        var certificate = new Option<string?>("--certificate") { Description = "Keep the certificate in this file (PKCS #12), made when it is missing; without it, every start has a new one.", HelpName = "FILE" };
        var user = new Option<string>("--user") { Description = "The service account.", DefaultValueFactory = _ => Defaults.User };
        var password = new Option<string>("--password") { Description = "Its password.", DefaultValueFactory = _ => Defaults.Password };
        var zone = new Option<string?>("--zone") { Description = "The company's time zone; this machine's without it." };
        var demo = new Option<bool>("--demo") { Description = "Calendars whose appointments start and end in the next minutes, instead of believable ones." };
        var list = new Option<bool>("--list-accounts") { Description = "Print all accounts." };
        var users = new Option<string?>("--users-csv") { Description = "Write the company's users to a CSV file that the engine can import.", HelpName = "FILE" };
        var command = new Command("exchange-simulator", "Run a server that behaves as Exchange Web Services, with a company's calendars in memory.")
        {
            mailboxes, port, control, seed, http, certificate, user, password, zone, demo, list, users,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new SimulatorRunnerOptions
            {
                Mailboxes = parsed.GetValue(mailboxes),
                Port = parsed.GetValue(port),
                ControlPort = parsed.GetValue(control),
                Seed = parsed.GetValue(seed),
                Http = parsed.GetValue(http),
                CertificateFile = parsed.GetValue(certificate),
                User = parsed.GetValue(user)!,
                Password = parsed.GetValue(password)!,
                Zone = parsed.GetValue(zone),
                Demo = parsed.GetValue(demo),
                ListAccounts = parsed.GetValue(list),
                UsersCsv = parsed.GetValue(users),
            };
            return await RunAsync(options, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(SimulatorRunnerOptions options, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var problems = options.Problems().ToList();
        if (problems.Count > 0)
        {
            problems.ForEach(errors.WriteLine);
            return ExitCodes.BreaksRule;
        }

        try
        {
            await SimulatorRunner.RunAsync(options, output, TimeProvider.System, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.CannotRun;
        }
    }
}
