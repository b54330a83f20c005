using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Audit;

/// <summary>
/// Who changed which setting, when, and from what to what. Read from the journalled events themselves, so a change that was made cannot be missing; it goes back as far as history is kept.
/// </summary>
public interface IAuditTrail
{
    /// <summary>The newest changes first.</summary>
    /// <exception cref="AuditCursorException">The cursor is none that this trail gave.</exception>
    /// <exception cref="Kernel.Persistence.JournalException">The journal cannot be read.</exception>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation);
}

/// <summary>Which changes are asked for. What is null does not matter.</summary>
public sealed record AuditQuery
{
    /// <summary>Who made them.</summary>
    public string? By { get; init; }

    /// <summary>What kind of settings.</summary>
    public AuditKind? What { get; init; }

    /// <summary>Whose or which: an extension, the name of a sign-in, a token or a webhook.</summary>
    public string? Subject { get; init; }

    /// <summary>Made at this instant or later, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this instant, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Before this position of the journal.</summary>
    public long? Before { get; init; }

    /// <summary>Where an earlier page has ended.</summary>
    public AuditCursor? Cursor { get; init; }

    /// <summary>From how many on a page is full. What one change of the site's settings brought stays together, so that a page may have a few more.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of the trail.</summary>
/// <param name="Entries">Newest first. Few or none when what was asked for is rare: a page ends after a bounded piece of the journal.</param>
/// <param name="Next">Where it goes on; null when there is no more.</param>
public sealed record AuditPage(ImmutableArray<AuditEntry> Entries, AuditCursor? Next);

/// <summary>A change of settings. Secrets are never told: a password was set, or changed.</summary>
/// <param name="Position">Place in the journal.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="What">What kind of settings.</param>
/// <param name="Subject">Whose or which; null for the site's own.</param>
/// <param name="Sentence">What was done, for people.</param>
/// <param name="Changes">From what to what.</param>
public sealed record AuditEntry(long Position, DateTimeOffset At, string By, AuditKind What, string? Subject, string Sentence, ImmutableArray<AuditChange> Changes);

/// <summary>A member of settings that changed.</summary>
/// <param name="Member">As the API names it; <c>keywords[lunch]</c> for a row of a list.</param>
/// <param name="Before">What it was; null when it was not there.</param>
/// <param name="After">What it is; null when it is gone.</param>
public sealed record AuditChange(string Member, string? Before, string? After);

/// <summary>What kind of settings.</summary>
public enum AuditKind
{
    /// <summary>The site's keywords.</summary>
    Keywords,

    /// <summary>The site's presences.</summary>
    Presences,

    /// <summary>Which appointments count, and what comes after them.</summary>
    Options,

    /// <summary>The site's other settings.</summary>
    Preferences,

    /// <summary>The connection to Exchange.</summary>
    Exchange,

    /// <summary>A user.</summary>
    User,

    /// <summary>Who can sign in.</summary>
    SignIn,

    /// <summary>A token of the API.</summary>
    Token,

    /// <summary>A webhook.</summary>
    Webhook,
}
