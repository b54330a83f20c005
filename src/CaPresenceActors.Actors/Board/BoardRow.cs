using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// One extension on the board. What the journal says is one immutable value; how fresh the calendar is stands beside it, since reading an unchanged calendar is nothing to record.
/// </summary>
internal sealed class BoardRow(string extension)
{
    private CompactInstant _lastGoodRead;
    private CompactInstant _coveredUntil;
    private CompactInstant _unconfirmedSince;
    private CompactInstant _outdatedSince;

    public string Extension { get; } = extension;

    public string Name { get; private set; } = extension;

    /// <summary>The group that the person is shown in; null: none.</summary>
    public string? Group { get; private set; }

    /// <summary>Whether the person keeps the times of their schedule to themselves and to receptionists.</summary>
    public bool HidesTimes { get; private set; }

    public required Shown Shown { get; set; }

    /// <summary>Why the last try to read failed; null when it did not.</summary>
    public FailedReading? Trouble { get; set; }

    /// <summary>Since when the calendar waits to be read: the integration came on, or the engine started, and no reading has come since. It counts while there was none ever.</summary>
    public DateTimeOffset? UnconfirmedSince
    {
        get => _unconfirmedSince.Value;
        set => _unconfirmedSince = value;
    }

    /// <summary>Whether the directory has given the extension to somebody whose life has not begun yet: what is still said of the life before does not touch it.</summary>
    public bool Awaited { get; set; }

    /// <summary>Whether the server tells of changes of the calendar: while it does, what was read last holds.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>Since when the calendar is known to have changed, or may have; null when it was asked for since.</summary>
    public DateTimeOffset? OutdatedSince
    {
        get => _outdatedSince.Value;
        set => _outdatedSince = value;
    }

    /// <summary>Takes what the board tells of a person.</summary>
    public void Describe(UserProfile profile) => (Name, Group, HidesTimes) = (profile.Name, profile.Group, profile.HideTimes);

    /// <summary>Whether what was read last holds now, as the server would have told of a change.</summary>
    public bool IsVouchedFor => IsFollowed && Trouble is null && LastGoodRead is not null && OutdatedSince is null;

    /// <summary>Whether the calendar of an integration that was off counts as stale at once, until it is read.</summary>
    public bool StaleUntilRead { get; set; }

    public DateTimeOffset? LastGoodRead
    {
        get => _lastGoodRead.Value;
        set => _lastGoodRead = value;
    }

    public DateTimeOffset? CoveredUntil
    {
        get => _coveredUntil.Value;
        set => _coveredUntil = value;
    }
}

/// <summary>What an extension shows, as the journal says.</summary>
/// <param name="Presence">The presence that is shown.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Cause">Why; null before the first change.</param>
/// <param name="Outlook">What is expected to come next.</param>
/// <param name="Manual">How a presence that is set by hand and shown holds; null when none is.</param>
/// <param name="SiteIntegrated">Whether the site's switch is on.</param>
/// <param name="UserIntegrated">Whether the person's switch is on and there is an account.</param>
/// <param name="Sequence">The extension's own count of its events.</param>
internal sealed record Shown(
    string Presence, DateTimeOffset Since, PresenceCause? Cause, Outlook Outlook, Hold? Manual, bool SiteIntegrated, bool UserIntegrated, long Sequence)
{
    private readonly long _sinceTicks = Since.UtcTicks;

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset Since => new(_sinceTicks, TimeSpan.Zero);

    /// <summary>Whether the calendar drives presence.</summary>
    public bool Integrated => SiteIntegrated && UserIntegrated;

    public static Shown Of(PresenceState state, long sequence) => new(
        state.Shown,
        state.Since,
        state.LastChange?.Cause,
        state.Outlook,
        ManualPresence.ShownHold(state.Manual, state.Episode),
        state.Site.Integration,
        IsOn(state.User),
        sequence);

    /// <summary>What an extension shows that was given to somebody just now.</summary>
    public static Shown Of(SiteSettings site, DateTimeOffset at) =>
        new(site.Presences.Default.Name, at, null, Outlook.Open, null, site.Integration, UserIntegrated: false, Sequence: 0);

    public Shown After(PresenceEvent happened, long sequence)
    {
        var settlement = happened.Settlement;
        return new Shown(
            settlement.Shown,
            settlement.Change is null ? Since : happened.At,
            settlement.Change?.Cause ?? Cause,
            settlement.Outlook,
            ManualPresence.ShownHold(settlement.Manual, settlement.Episode),
            happened is PresenceEvent.SiteApplied site ? site.Site.Integration : SiteIntegrated,
            happened is PresenceEvent.UserApplied user ? IsOn(user.User) : UserIntegrated,
            sequence);
    }

    private static bool IsOn(UserSettings user) => user.Integration && user.Account is not null;
}
