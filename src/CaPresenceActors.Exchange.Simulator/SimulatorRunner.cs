using System.Globalization;
using System.Text;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Company;
using CaPresenceActors.Exchange.Simulator.Control;

namespace CaPresenceActors.Exchange.Simulator;

/// <summary>What <c>capresence exchange-simulator</c> is told on the command line.</summary>
public sealed record SimulatorRunnerOptions
{
    private const int MostMailboxes = 100_000;

    /// <summary>How many people the company has.</summary>
    public int Mailboxes { get; init; } = 200;

    /// <summary>The port on the loopback address; 0 lets the system choose one.</summary>
    public int Port { get; init; } = 8443;

    /// <summary>The company's seed; the same seed makes the same company.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether to speak HTTP instead of HTTPS.</summary>
    public bool Http { get; init; }

    /// <summary>Where the certificate is kept from start to start; null for a new one each time.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The loopback port of the control API; 0 is for no such API.</summary>
    public int ControlPort { get; init; }

    public string User { get; init; } = "presence@example.test";

    public string Password { get; init; } = "simulator";

    /// <summary>The company's time zone, Windows or IANA; null is that of the machine.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether appointments start and end every few seconds, for a demonstration, instead of like on a working day.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether to print every account, not only a few.</summary>
    public bool ListAccounts { get; init; }

    /// <summary>Where to write the people as CSV (extension, name, Exchange account); null for nowhere.</summary>
    public string? UsersCsv { get; init; }

    /// <summary>Everything that is wrong with the options, in words for whoever typed them.</summary>
    public IEnumerable<string> Problems()
    {
        if (Mailboxes is < 1 or > MostMailboxes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--mailboxes is {Mailboxes}, but must be between 1 and {MostMailboxes}.");
        }

        if (ControlPort is < 0 or > 65535)
        {
            yield return $"--control-port is {ControlPort}, but must be between 1 and 65535, or 0 for no control API.";
        }
        else if (ControlPort != 0 && ControlPort == Port)
        {
            yield return $"--control-port and --port are both {Port}, but the control API needs a port of its own.";
        }

        if (Http && CertificateFile is not null)
        {
            yield return "--certificate and --http are both given, but plain HTTP has no certificate.";
        }

        if (Zone is not null && TimeZones.Find(Zone) is null)
        {
            yield return $"--zone is \"{Zone}\", which is no known time zone: a Windows or IANA id is needed, such as Europe/Berlin.";
        }

        foreach (var problem in ToSimulatorOptions(TimeProvider.System).Problems())
        {
            yield return problem;
        }
    }

    internal SimulatorOptions ToSimulatorOptions(TimeProvider time) => new()
    {
        Port = Port,
        UseHttps = !Http,
        CertificateFile = CertificateFile,
        ServiceAccount = new SimulatedAccount(User, Password),
        Time = time,
    };
}

/// <summary>Runs a simulator with a generated company until it is told to stop, and says how to reach it.</summary>
public static class SimulatorRunner
{
    private const int ExamplesShown = 5;
    private const int DaysFilled = 28;

    /// <summary>Runs until <paramref name="cancellation"/> ends it.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message names every problem.</exception>
    /// <exception cref="IOException">The port is taken, the CSV file cannot be written, or the certificate's file is of no use.</exception>
    public static async Task RunAsync(SimulatorRunnerOptions options, TextWriter output, TimeProvider time, CancellationToken cancellation)
    {
        if (options.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        var company = Generate(options, time);
        await using var simulator = new ExchangeSimulator(options.ToSimulatorOptions(time));
        company.MoveInto(simulator);
        if (options.UsersCsv is { } file)
        {
            await File.WriteAllTextAsync(file, company.ToUsersCsv(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
        }

        await simulator.StartAsync(cancellation);
        await using var control = options.ControlPort == 0 ? null : await SimulatorControl.StartAsync(simulator, options.ControlPort, cancellation);
        await DescribeAsync(options, simulator, company, control?.Address, output);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Stopped.");
        }
    }

    private static SimulatedCompany Generate(SimulatorRunnerOptions options, TimeProvider time)
    {
        var zone = options.Zone ?? time.LocalTimeZone.Id;
        var today = DateOnly.FromDateTime(TimeZones.ToLocal(TimeZones.Get(zone), time.GetUtcNow()));
        return options.Demo
            ? DemoDay.Generate(options.Seed, options.Mailboxes, time.GetUtcNow(), zone)
            : CompanyGenerator.Generate(options.Seed, options.Mailboxes, today.AddDays(-7), DaysFilled, zone);
    }

    private static async Task DescribeAsync(SimulatorRunnerOptions options, ExchangeSimulator simulator, SimulatedCompany company, Uri? control, TextWriter output)
    {
        await output.WriteLineAsync($"Exchange simulator  {simulator.Address}");
        await output.WriteLineAsync($"Account             {options.User}");
        await output.WriteLineAsync($"Password            {options.Password}");
        if (simulator.CertificateSha256 is { } fingerprint)
        {
            await output.WriteLineAsync($"Certificate SHA-256 {fingerprint}");
        }

        if (control is not null)
        {
            await output.WriteLineAsync($"Control API         {control}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Mailboxes           {company.People.Length} (seed {options.Seed}, time zone {company.Zone})"));
        if (options.UsersCsv is { } file)
        {
            await output.WriteLineAsync($"Users written to    {file}");
        }

        foreach (var person in options.ListAccounts ? company.People : company.People.Take(ExamplesShown))
        {
            await output.WriteLineAsync($"  {person.Extension}  {person.Account}  {person.Name}, {person.Department}");
        }

        await output.WriteLineAsync("Press Ctrl-C to stop.");
    }
}
