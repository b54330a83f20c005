using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Extensions;

/// <summary>What the actor of an extension can be told.</summary>
public abstract record UserPresenceMessage
{
    private UserPresenceMessage()
    {
    }

    /// <summary>The poller has read the calendar.</summary>
    public sealed record CalendarRead(GoodReading Reading) : UserPresenceMessage;

    /// <summary>The site's settings are these now.</summary>
    public sealed record SiteChanged(SiteSettings Site, PresenceRename? Rename) : UserPresenceMessage;

    /// <summary>The person's profile is this now.</summary>
    /// <param name="Profile">The profile.</param>
    /// <param name="ToldAt">When it was told, UTC, before the poller was told to read its account; null: now. Readings that are requested from then on count.</param>
    public sealed record ProfileChanged(UserProfile Profile, DateTimeOffset? ToldAt = null) : UserPresenceMessage;

    /// <summary>A person sets a presence by hand. Replies an <see cref="Engine.EngineReply"/> when it is on the disk.</summary>
    public sealed record SetManual(PresenceCommand.SetManualPresence Command) : UserPresenceMessage;

    /// <summary>A person clears what was set by hand. Replies an <see cref="Engine.EngineReply"/> when it is on the disk.</summary>
    public sealed record ClearManual : UserPresenceMessage;

    /// <summary>Why do you show what you show? Replies <see cref="ExtensionStanding"/>.</summary>
    public sealed record GetStanding : UserPresenceMessage;

    /// <summary>Show your state to somebody who asks everybody. Replies nothing but to the round.</summary>
    public sealed record Survey(SurveyRound Round) : UserPresenceMessage;

    /// <summary>Look at the clock, which was stepped.</summary>
    public sealed record CheckClock : UserPresenceMessage;

    /// <summary>The extension is removed: forget its calendar, and be silent until somebody is given it.</summary>
    public sealed record Retire : UserPresenceMessage;
}

/// <summary>How an extension stands.</summary>
/// <param name="State">Everything that decides what it shows; null when there is no such extension. It holds the calendar: for the engine's own eyes.</param>
/// <param name="LastPosition">Position of its newest journalled event; 0 when it has none.</param>
public sealed record ExtensionStanding(PresenceState? State, long LastPosition);
