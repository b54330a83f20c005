using System.Globalization;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Guarding;

namespace CaPresenceActors.Web.Site;

/// <summary>How the site reads calendars.</summary>
internal sealed record ReadingBody
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    public required double PollIntervalSeconds { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>The settings with these.</summary>
    /// <exception cref="RuleViolationException">The interval is too short or too long, or this machine does not know the zone.</exception>
    public SiteConfiguration ApplyTo(SiteConfiguration site)
    {
        if (PollIntervalSeconds < ShortestInterval.TotalSeconds || PollIntervalSeconds > LongestInterval.TotalSeconds)
        {
            throw new RuleViolationException(string.Create(
                CultureInfo.InvariantCulture, $"The polling interval is {PollIntervalSeconds} s; {ShortestInterval.TotalSeconds} to {LongestInterval.TotalSeconds} s are needed."));
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)
            ? site with { PollInterval = TimeSpan.FromSeconds(PollIntervalSeconds), TimeZone = TimeZone }
            : throw new RuleViolationException($"The time zone \"{Clipped.Text(TimeZone)}\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.");
    }
}
