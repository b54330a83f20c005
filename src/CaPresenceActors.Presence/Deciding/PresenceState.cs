namespace CaPresenceActors.Presence;

/// <summary>Everything that decides what one extension shows.</summary>
public sealed record PresenceState
{
    // Every extension has one of these: ticks are half of an instant with its offset, which is always zero.
    private readonly long _sinceTicks;
    private readonly long _decidedUntilTicks;

    private PresenceState()
    {
    }

    /// <summary>What the site decides.</summary>
    public required SiteSettings Site { get; init; }

    /// <summary>What the person decides.</summary>
    public required UserSettings User { get; init; }

    /// <summary>The last reading. It is kept while the integration is off.</summary>
    public required Calendar Calendar { get; init; }

    /// <summary>The calendar seen through the keywords that count for this extension.</summary>
    public required Agenda Agenda { get; init; }

    /// <summary>What runs; null between episodes.</summary>
    public Episode? Episode { get; init; }

    /// <summary>What is set by hand.</summary>
    public ManualPresence? Manual { get; init; }

    /// <summary>The presence that is shown.</summary>
    public required string Shown { get; init; }

    /// <summary>Since when it is shown, UTC.</summary>
    public required DateTimeOffset Since
    {
        get => new(_sinceTicks, TimeSpan.Zero);
        init => _sinceTicks = value.UtcTicks;
    }

    /// <summary>Why it is shown; null before the first change.</summary>
    public PresenceChange? LastChange { get; init; }

    /// <summary>What is expected to come next.</summary>
    public Outlook Outlook { get; init; } = Outlook.Open;

    /// <summary>The instant up to and including which has been decided, UTC.</summary>
    public required DateTimeOffset DecidedUntil
    {
        get => new(_decidedUntilTicks, TimeSpan.Zero);
        init => _decidedUntilTicks = value.UtcTicks;
    }

    /// <summary>An extension with an empty calendar, nothing set by hand, showing the default presence.</summary>
    public static PresenceState Begin(SiteSettings site, UserSettings user, DateTimeOffset at) => new()
    {
        Site = site,
        User = user,
        Calendar = Calendar.Empty,
        Agenda = Agenda.Empty,
        Shown = site.Presences.Default.Name,
        Since = at,
        DecidedUntil = at,
    };

    /// <summary>Whether the calendar drives presence: the site, the person and an account all say so.</summary>
    public bool IsIntegrated => Site.Integration && User.Integration && User.Account is not null;

    /// <summary>The keyword list that counts for this extension.</summary>
    public KeywordList Keywords => User.OwnKeywords ?? Site.Keywords;

    /// <summary>The next instant at which something may change by itself, UTC; null when there is none.</summary>
    public DateTimeOffset? NextBoundary => NextBoundaryAfter(DecidedUntil);

    /// <summary>The state with another calendar and the agenda that follows from it; what runs and what is shown is for the decider to settle.</summary>
    public PresenceState WithCalendar(Calendar calendar) => (this with { Calendar = calendar }).WithAgenda();

    /// <summary>The state with other settings of the site; a rename carries own rows along.</summary>
    public PresenceState WithSite(SiteSettings site, PresenceRename? rename = null)
    {
        var user = rename is null ? User : User.Rename(rename);
        return (this with { Site = site, User = user.Restrict(site.Presences) }).WithAgenda();
    }

    /// <summary>The state with other settings of the person.</summary>
    public PresenceState WithUser(UserSettings user, bool forgetCalendar) =>
        (this with { User = user.Restrict(Site.Presences), Calendar = forgetCalendar ? Calendar.Empty : Calendar }).WithAgenda();

    /// <summary>The first instant after another at which something may change by itself, UTC; null when there is none.</summary>
    public DateTimeOffset? NextBoundaryAfter(DateTimeOffset instant)
    {
        var boundary = Agenda.NextBoundary(instant);
        return Manual?.Until is { } until && until > instant && !(boundary <= until) ? until : boundary;
    }

    private PresenceState WithAgenda() => this with { Agenda = IsIntegrated ? Agenda.Of(Calendar, Keywords, Site.Options) : Agenda.Empty };
}
