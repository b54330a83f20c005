using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CaPresenceActors.Hocon;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Configuration;

/// <summary>Makes options of a configuration. All problems are found at once, each with its path and the place where it was written.</summary>
internal static class HostOptionsReader
{
    /// <exception cref="ConfigProblemsException">Something is wrong; it lists everything.</exception>
    public static HostOptions Read(HoconConfig config, string? file)
    {
        var (options, problems) = Check(config, file);
        return problems.IsEmpty ? options : throw new ConfigProblemsException(problems);
    }

    /// <summary>The options, and what is wrong with them; with problems, the options are not to be used.</summary>
    public static (HostOptions Options, ImmutableArray<ConfigProblem> Problems) Check(HoconConfig config, string? file)
    {
        var root = new ConfigReader(config, path => path.EndsWith("password", StringComparison.Ordinal));
        var reader = root.Section("capresence");
        if (config.Find("capresence") is not HoconObject)
        {
            // One mistake, not one for every setting that is missing below.
            return (Check(HostConfiguration.Reference, file: null).Options, root.Problems);
        }

        var data = Path.GetFullPath(reader.Read<string>("data-directory", "a directory", "data", TryParseDirectory));
        var http = reader.Section("http");
        var tls = HttpReader.Tls(http.Section("tls"), Directory(file));
        var options = new HostOptions
        {
            DataDirectory = data,
            Address = HttpReader.Address(http, tls is not null),
            Port = http.Port("port", allowZero: true),
            Tls = tls,
            SessionLifetime = http.Duration("session-lifetime", TimeSpan.FromMinutes(5), TimeSpan.FromDays(90)),
            JournalFile = Path.Combine(data, Journal(reader)),
            KeepHistory = reader.Duration("journal.keep-history", TimeSpan.FromDays(1), TimeSpan.FromDays(3650)),
            ReadConcurrency = reader.WholeNumber("polling.concurrency", 1, 64),
            SafetyInterval = reader.Duration("polling.safety-interval", TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)),
            Coalescing = reader.Duration("polling.coalescing", TimeSpan.Zero, TimeSpan.FromSeconds(10)),
            PlainHttpWebhooks = reader.Boolean("webhooks.plain-http"),
            Log = Log(config, reader.Section("log"), data),
            Seed = Seed(reader.Section("seed"), file),
        };
        root.UnknownKeys(HostConfiguration.Reference);
        return (options, root.Problems);
    }

    private static string Journal(ConfigReader reader)
    {
        _ = reader.Read("journal.type", "sqlite", "sqlite", (string text, [MaybeNullWhen(false)] out string type) => (type = text) == "sqlite");
        return reader.Text("journal.file") is { Length: > 0 } name ? name : "capresence.db";
    }

    private static LogOptions Log(HoconConfig config, ConfigReader reader, string data) => new()
    {
        Level = reader.Enum<LogLevel>("level"),
        Levels = Levels(config, reader.Section("levels")),
        File = reader.OptionalText("file") is { } log ? Path.Combine(data, log) : null,
        KeepFiles = reader.WholeNumber("keep-files", 1, 3650),
        MaxFileSizeBytes = reader.Size("max-file-size", min: 64 * 1024),
    };

    // The names of categories are the site's to choose.
    private static ImmutableDictionary<string, LogLevel> Levels(HoconConfig config, ConfigReader levels) =>
        ((config.Find("capresence.log.levels") as HoconObject)?.Fields.Keys ?? [])
            .ToImmutableDictionary(category => category, category => levels.Enum<LogLevel>(HoconPath.Root.Append(category).ToString()));

    private static SeedOptions Seed(ConfigReader reader, string? file) => new()
    {
        Rules = SeedRulesReader.Read(reader),
        TimeZone = reader.Read<string>("time-zone", "a time zone that this machine knows, such as Europe/Berlin", "UTC", TryParseZone),
        PollInterval = reader.Duration("poll-interval", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
        UsersMayChangeProfile = reader.Boolean("users-may-change-profile"),
        NewUsersIntegrated = reader.Boolean("new-users-integrated"),
        Exchange = SeedExchangeReader.Read(reader.Section("exchange"), Directory(file)),
        UsersFile = reader.OptionalText("users-file") is { } users ? Path.Combine(Directory(file), users) : null,
    };

    // Files are named relative to the file that names them.
    private static string Directory(string? file) => file is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(file))!;

    private static bool TryParseDirectory(string text, [MaybeNullWhen(false)] out string directory) => !string.IsNullOrWhiteSpace(directory = text);

    private static bool TryParseZone(string text, [MaybeNullWhen(false)] out string zone)
    {
        zone = text;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
    }
}
