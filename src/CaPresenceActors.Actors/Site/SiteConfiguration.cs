using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>Everything that administrators set at run time: one immutable value with a version.</summary>
public sealed record SiteConfiguration
{
    /// <summary>What a new site starts with.</summary>
    public static SiteConfiguration Initial { get; } = new() { Rules = SiteSettings.Initial };

    /// <summary>Presences, keywords, options and the site's switch; its version is the version of the whole.</summary>
    public required SiteSettings Rules { get; init; }

    /// <summary>Where and as whom calendars are read; null while nothing is set up.</summary>
    public ExchangeSettings? Exchange { get; init; }

    /// <summary>How often each mailbox is read: 5 s to 1 h.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The site's zone, as an IANA or Windows id.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The manual's <em>Allow user to change own user profile</em>.</summary>
    public bool UsersMayChangeProfile { get; init; }

    /// <summary>Whether the integration is on for new users.</summary>
    public bool NewUsersIntegrated { get; init; } = true;

    /// <summary>Who sees when other people's schedules change.</summary>
    public ScheduleTimes ScheduleTimes { get; init; }

    /// <summary>Whether a new database is being given what the configuration says, and its users may not all be there yet.</summary>
    public bool SeedPending { get; init; }

    /// <summary>The site's zone itself.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}

/// <summary>Who sees the times of other people's schedules. What a person shows now is seen by everybody.</summary>
public enum ScheduleTimes : byte
{
    /// <summary>Everybody who sees the board.</summary>
    Everybody,

    /// <summary>Receptionists and administrators alone.</summary>
    Receptionists,
}

/// <summary>The connection to Exchange as it is stored: the password in its protected form alone.</summary>
/// <param name="Connection">Everything but the password, whose field is empty.</param>
/// <param name="ProtectedPassword">The password as <see cref="ISecretProtector"/> made it.</param>
public sealed record ExchangeSettings(ExchangeConnection Connection, string ProtectedPassword);
