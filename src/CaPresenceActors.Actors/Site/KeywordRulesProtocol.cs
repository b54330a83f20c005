using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>What the keeper of the site's settings can be asked to do.</summary>
public abstract record KeywordRulesMessage
{
    private KeywordRulesMessage()
    {
    }

    /// <summary>Changes the settings. Replies an <see cref="Engine.EngineReply"/> when the change is on the disk and everybody is being told.</summary>
    /// <param name="Apply">Makes the new value of the newest one; may throw <see cref="RuleViolationException"/>.</param>
    /// <param name="By">Who changes them.</param>
    /// <param name="Rename">When the change is the rename of a presence, which one.</param>
    public sealed record Change(Func<SiteConfiguration, SiteConfiguration> Apply, string By, PresenceRename? Rename = null) : KeywordRulesMessage;

    /// <summary>What are the settings? Replies <see cref="SiteConfiguration"/>.</summary>
    public sealed record GetCurrent : KeywordRulesMessage;

    /// <summary>Tell everybody who depends on the settings what they are; said once, when all extensions have recovered.</summary>
    public sealed record Announce : KeywordRulesMessage;
}

/// <summary>The settings of the site changed. The event holds no secret.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who changed them.</param>
/// <param name="Site">All of them as they are now.</param>
/// <param name="Rename">When the change was the rename of a presence, which one.</param>
public sealed record SiteChanged(DateTimeOffset At, string By, SiteConfiguration Site, PresenceRename? Rename)
{
    /// <summary>All of them as they were: the event before this one, which says so too, may be pruned long before it. Null in what versions before the audit have written.</summary>
    public SiteConfiguration? Before { get; init; }

    /// <summary>Whether the password of the Exchange account was given anew, which is all that an event says of it.</summary>
    public bool PasswordGiven { get; init; }
}

/// <summary>Who needs to know about the site's settings. Called by the keeper, one call after the other; must not block.</summary>
public interface ISiteListener
{
    /// <summary>The settings are these now.</summary>
    /// <param name="before">What they were; null when they are announced after a start.</param>
    /// <param name="site">What they are.</param>
    /// <param name="rename">When the change was the rename of a presence, which one.</param>
    void Changed(SiteConfiguration? before, SiteConfiguration site, PresenceRename? rename);
}
