using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Web.Site;

/// <summary>What administrators have set, as far as everybody may see it: no connection, no account, no secret.</summary>
internal sealed record SiteBody
{
    public required long Version { get; init; }

    public required bool Integration { get; init; }

    public required IReadOnlyList<PresenceBody> Presences { get; init; }

    public required IReadOnlyList<KeywordBody> Keywords { get; init; }

    public required OptionsBody Options { get; init; }

    public required string TimeZone { get; init; }

    public required double PollIntervalSeconds { get; init; }

    public required bool UsersMayChangeProfile { get; init; }

    public required bool NewUsersIntegrated { get; init; }

    public required ScheduleTimes ScheduleTimes { get; init; }

    public static SiteBody Of(SiteConfiguration site) => new()
    {
        Version = site.Rules.Version,
        Integration = site.Rules.Integration,
        Presences = [.. site.Rules.Presences.Select(PresenceBody.Of)],
        Keywords = [.. site.Rules.Keywords.Rows.Select(KeywordBody.Of)],
        Options = OptionsBody.Of(site.Rules.Options),
        TimeZone = site.TimeZone,
        PollIntervalSeconds = site.PollInterval.TotalSeconds,
        UsersMayChangeProfile = site.UsersMayChangeProfile,
        NewUsersIntegrated = site.NewUsersIntegrated,
        ScheduleTimes = site.ScheduleTimes,
    };
}

/// <summary>The whole presence list; the first one is the default presence.</summary>
internal sealed record PresencesBody
{
    public required IReadOnlyList<PresenceBody> Presences { get; init; }

    /// <summary>What takes the place of presences that are left out and in use.</summary>
    public IReadOnlyList<ReplacementBody>? Replacements { get; init; }

    public PresenceRename? Replacing() => PresenceRename.OfAll((Replacements ?? []).Select(replacement => (replacement.Presence, replacement.By)));

    public PresenceList ToList() => PresenceList.Of([.. Presences.Select(p => new PresenceDefinition(p.Name, p.Availability, p.Activity, p.Colour))]);
}

internal sealed record PresenceBody
{
    public required string Name { get; init; }

    public required Availability Availability { get; init; }

    public string? Activity { get; init; }

    public required string Colour { get; init; }

    public static PresenceBody Of(PresenceDefinition presence) =>
        new() { Name = presence.Name, Availability = presence.Availability, Activity = presence.Activity, Colour = presence.Colour };
}

/// <summary>A presence gets another name.</summary>
internal sealed record RenameBody
{
    public required string From { get; init; }

    public required string To { get; init; }
}

/// <summary>A whole keyword list, highest first.</summary>
internal sealed record KeywordsBody
{
    public required IReadOnlyList<KeywordBody> Keywords { get; init; }

    public IReadOnlyList<KeywordRow> ToRows() => [.. Keywords.Select(k => k.ToRow())];
}

internal sealed record KeywordBody
{
    public required string Keyword { get; init; }

    public required string Presence { get; init; }

    public bool WholeWord { get; init; }

    public static KeywordBody Of(KeywordRow row) => new() { Keyword = row.Text, Presence = row.Presence, WholeWord = row.WholeWord };

    public KeywordRow ToRow() => new(Keyword, Presence, WholeWord);
}

/// <summary>All options; what is left out is as on a new site.</summary>
internal sealed record OptionsBody
{
    public AfterEvent AfterEvent { get; init; }

    public bool IgnoreFree { get; init; }

    public bool IgnoreTentative { get; init; }

    public bool IgnoreWorkingElsewhere { get; init; }

    public bool IgnoreAllDay { get; init; }

    public bool IgnorePrivate { get; init; }

    public static OptionsBody Of(PresenceOptions options) => new()
    {
        AfterEvent = options.AfterEvent,
        IgnoreFree = options.IgnoreFree,
        IgnoreTentative = options.IgnoreTentative,
        IgnoreWorkingElsewhere = options.IgnoreWorkingElsewhere,
        IgnoreAllDay = options.IgnoreAllDay,
        IgnorePrivate = options.IgnorePrivate,
    };

    public PresenceOptions ToOptions() => new()
    {
        AfterEvent = AfterEvent,
        IgnoreFree = IgnoreFree,
        IgnoreTentative = IgnoreTentative,
        IgnoreWorkingElsewhere = IgnoreWorkingElsewhere,
        IgnoreAllDay = IgnoreAllDay,
        IgnorePrivate = IgnorePrivate,
    };
}

/// <summary>The fields of the screen <em>Preference Setting</em>.</summary>
internal sealed record PreferencesBody
{
    public required bool UsersMayChangeProfile { get; init; }

    public required bool NewUsersIntegrated { get; init; }

    /// <summary>Left out, it stays as it is.</summary>
    public ScheduleTimes? ScheduleTimes { get; init; }

    public SiteConfiguration ApplyTo(SiteConfiguration site) => site with
    {
        UsersMayChangeProfile = UsersMayChangeProfile,
        NewUsersIntegrated = NewUsersIntegrated,
        ScheduleTimes = ScheduleTimes ?? site.ScheduleTimes,
    };
}

/// <summary>The switch of the integration, of the site or of a user.</summary>
internal sealed record IntegrationBody
{
    public required bool Integration { get; init; }
}
