using System.Text.Json;
using System.Text.Json.Nodes;
using CaPresenceActors.Exchange.Simulator;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>Somebody with an extension and a simulated mailbox.</summary>
internal sealed record Person(string Extension, SimulatedMailbox Mailbox)
{
    public string Account => Mailbox.Address;

    public Exchange.Simulator.Calendars.SimulatedCalendar Calendar => Mailbox.Calendar;
}

/// <summary>An Exchange server, a configuration and a data directory, in which a host can be started again and again.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Password = "Schnittlauch-7731";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("capresence-journey-");

    public Site(bool useHttps = false, NotificationOptions? notifications = null)
    {
        Exchange = new ExchangeSimulator(new SimulatorOptions
        {
            UseHttps = useHttps,
            ServiceAccount = new SimulatedAccount("admin@example.test", Password),
            Notifications = notifications ?? new NotificationOptions(),
        });
    }

    public ExchangeSimulator Exchange { get; }

    public string DataDirectory => Path.Combine(_directory.FullName, "data");

    public string JournalFile => Path.Combine(DataDirectory, "capresence.db");

    public string ConfigurationFile => Path.Combine(_directory.FullName, "capresence.conf");

    /// <summary>The certificate that the configuration pins.</summary>
    public string? CertificatePin { get; init; }

    /// <summary>What an administrator enters to have Exchange read: the right server, the right account, the right password.</summary>
    public object ExchangeSettings => new { server = Exchange.Address.Host, port = Exchange.Address.Port, tls = false, userName = "admin@example.test", password = Password };

    /// <summary>Makes a mailbox. The extension is the engine's business: <see cref="StartAsync"/> or an import tell it.</summary>
    public Person Hire(string extension, string zone = "Europe/Berlin") => new(extension, Exchange.Mailboxes.Add($"user{extension}@example.test", $"User {extension}", zone));

    /// <summary>Starts Exchange, writes the configuration and starts a host on it.</summary>
    public async Task<Host> StartAsync(params Person[] people)
    {
        await Exchange.StartAsync(TestContext.Current.CancellationToken);
        await WriteConfigurationAsync(people);
        return await StartHostAsync();
    }

    /// <summary>Starts a host on the configuration and the data that are there.</summary>
    public Task<Host> StartHostAsync(IReadOnlyDictionary<string, string>? environment = null) => Host.StartAsync(ConfigurationFile, DataDirectory, environment);

    /// <summary>Writes the configuration and the users' file; an address to read Exchange at must be known by then.</summary>
    public async Task WriteConfigurationAsync(params Person[] people)
    {
        var users = Path.Combine(_directory.FullName, "users.csv");
        await File.WriteAllTextAsync(users, Csv(people), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(ConfigurationFile, Configuration(Exchange.Address).ToJsonString(), TestContext.Current.CancellationToken);
    }

    /// <summary>The configuration, for a server at some address.</summary>
    public JsonObject Configuration(Uri exchange) => new()
    {
        ["capresence"] = new JsonObject
        {
            ["data-directory"] = DataDirectory,
            ["http"] = new JsonObject { ["port"] = 0 },
            ["seed"] = new JsonObject
            {
                ["integration"] = true,
                ["time-zone"] = "Europe/Berlin",
                ["poll-interval"] = "5s",
                ["keywords"] = JsonSerializer.SerializeToNode(new[]
                {
                    new { keyword = "vacation", presence = "Vacation" }, new { keyword = "lunch", presence = "Lunch" }, new { keyword = "meeting", presence = "In a meeting" },
                }),
                ["users-file"] = "users.csv",
                ["exchange"] = new JsonObject
                {
                    ["server"] = exchange.Host,
                    ["port"] = exchange.Port,
                    ["tls"] = exchange.Scheme == "https",
                    ["user-name"] = "admin@example.test",
                    ["password"] = Password,
                    ["certificate-pin"] = CertificatePin ?? string.Empty,
                },
            },
        },
    };

    /// <summary>People as a file to import.</summary>
    public static string Csv(params IEnumerable<Person> people) =>
        "extension,name,exchangeAccount\n" + string.Concat(people.Select(person => $"{person.Extension},{person.Mailbox.Name},{person.Account}\n"));

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
