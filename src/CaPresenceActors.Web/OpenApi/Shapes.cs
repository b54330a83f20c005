using CaPresenceActors.Presence;
using CaPresenceActors.Web.Users;

namespace CaPresenceActors.Web.OpenApi;

// What is written by hand, for speed, has no schema of its own. These say what it looks like, and a test holds real answers against them.

/// <summary>A row of the board: what an extension shows.</summary>
internal sealed record RowShape
{
    public required string Extension { get; init; }

    public required string Name { get; init; }

    public required string Presence { get; init; }

    public required Availability Availability { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it changed last; left out before the first change.</summary>
    public PresenceCause? Cause { get; init; }

    /// <summary>Until when it is expected to hold.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is expected then.</summary>
    public string? Next { get; init; }

    /// <summary>Whether until and next are kept from other users.</summary>
    public bool? TimesHidden { get; init; }

    /// <summary>How a presence that was set by hand holds, while it is shown.</summary>
    public Hold? Manual { get; init; }

    /// <summary>Whether the calendar drives this extension.</summary>
    public required bool Integrated { get; init; }

    /// <summary>The last good reading, when the calendar has not been read for too long since.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>How far the known calendar reaches.</summary>
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>The extension's own count of its journalled events.</summary>
    public required long Sequence { get; init; }

    public string? Group { get; init; }
}

/// <summary>The whole board up to a position.</summary>
internal sealed record BoardShape
{
    public required long Position { get; init; }

    public required IReadOnlyList<RowShape> Presences { get; init; }
}

/// <summary>A presence change, as in the change stream, the history and webhooks.</summary>
internal sealed record PresenceChangeShape
{
    public required long Position { get; init; }

    public required string Extension { get; init; }

    /// <summary>The person's name, in the history of the site.</summary>
    public string? Name { get; init; }

    public required long Sequence { get; init; }

    /// <summary>The instant at which it was due.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required PresenceCause Cause { get; init; }

    /// <summary>The engine's key of the occurrence that is shown.</summary>
    public string? Event { get; init; }

    public string? Keyword { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Next { get; init; }

    public bool? TimesHidden { get; init; }
}

/// <summary>Users, and how many there are of those asked for.</summary>
internal sealed record UsersShape
{
    public required IReadOnlyList<UserBody> Users { get; init; }

    public long? Total { get; init; }

    public string? Next { get; init; }
}
