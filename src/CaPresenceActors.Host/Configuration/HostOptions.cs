using System.Collections.Immutable;
using System.Net;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Configuration;

/// <summary>What the configuration file says, checked. Every default is that of hocon/reference.conf.</summary>
internal sealed record HostOptions
{
    public required string DataDirectory { get; init; }

    public required IPAddress Address { get; init; }

    public required int Port { get; init; }

    /// <summary>The server's certificate; null for plain HTTP.</summary>
    public required TlsOptions? Tls { get; init; }

    /// <summary>How long a session lasts that nobody uses.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    public required string JournalFile { get; init; }

    public required TimeSpan KeepHistory { get; init; }

    public required int ReadConcurrency { get; init; }

    public required TimeSpan SafetyInterval { get; init; }

    public required TimeSpan Coalescing { get; init; }

    public required bool PlainHttpWebhooks { get; init; }

    public required LogOptions Log { get; init; }

    public required SeedOptions Seed { get; init; }
}

/// <summary>Where logs go and how much is said.</summary>
internal sealed record LogOptions
{
    public required LogLevel Level { get; init; }

    public required ImmutableDictionary<string, LogLevel> Levels { get; init; }

    /// <summary>The rolling file; null for none.</summary>
    public required string? File { get; init; }

    public required int KeepFiles { get; init; }

    public required long MaxFileSizeBytes { get; init; }
}

/// <summary>What a new database starts with.</summary>
internal sealed record SeedOptions
{
    /// <summary>Presences, keywords, options and the site's switch.</summary>
    public required SiteSettings Rules { get; init; }

    public required string TimeZone { get; init; }

    public required TimeSpan PollInterval { get; init; }

    public required bool UsersMayChangeProfile { get; init; }

    public required bool NewUsersIntegrated { get; init; }

    /// <summary>The connection with its password; null while none is set up.</summary>
    public required ExchangeConnection? Exchange { get; init; }

    /// <summary>The CSV file of users; null for none.</summary>
    public required string? UsersFile { get; init; }
}
