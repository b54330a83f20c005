using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Board;

/// <summary>What an extension shows, as everybody may see it: presences and times, never subjects.</summary>
public sealed record PresenceView
{
    /// <summary>The extension.</summary>
    public required string Extension { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The presence that is shown.</summary>
    public required string Presence { get; init; }

    /// <summary>What it says to outside systems.</summary>
    public required Availability Availability { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it changed last; null before the first change.</summary>
    public PresenceCause? Cause { get; init; }

    /// <summary>Until when it is expected to hold, UTC; null when no change is in sight.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is expected to come then.</summary>
    public string? Next { get; init; }

    /// <summary>How the presence that was set by hand holds, when one is shown; null when the calendar or the default decides.</summary>
    public Hold? Manual { get; init; }

    /// <summary>Whether the calendar drives this extension's presence.</summary>
    public required bool Integrated { get; init; }

    /// <summary>Since when the calendar has not been read although it should be (SEMANTICS §7), UTC: the last good read; null while it is fresh or not read at all.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>How far the known calendar reaches, UTC; null when there is none.</summary>
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>The extension's own count of its journalled events.</summary>
    public required long Sequence { get; init; }

    /// <summary>The group that the person is shown in; null: none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether <see cref="Until"/> and <see cref="Next"/> are for receptionists and the person alone. Who writes the view leaves them out, unless it is known to be for one of these.</summary>
    public bool TimesHidden { get; init; }
}

/// <summary>The whole board at one position of the journal.</summary>
/// <param name="Position">The newest change that is in it; what comes after it stands in the change stream.</param>
/// <param name="Presences">Every extension, in order of the extension.</param>
public sealed record BoardView(long Position, IReadOnlyList<PresenceView> Presences);

/// <summary>A presence change as the change stream and the history tell it.</summary>
public sealed record PresenceChangeView
{
    /// <summary>Place in the journal of the site.</summary>
    public required long Position { get; init; }

    /// <summary>The extension.</summary>
    public required string Extension { get; init; }

    /// <summary>Place among the extension's own journalled events.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it took effect, UTC: the instant at which it was due.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was recorded, UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What was shown before.</summary>
    public required string From { get; init; }

    /// <summary>What is shown from then on.</summary>
    public required string To { get; init; }

    /// <summary>Why.</summary>
    public required PresenceCause Cause { get; init; }

    /// <summary>The winner, when its presence is shown.</summary>
    public string? Event { get; init; }

    /// <summary>The winner's keyword, when its presence is shown.</summary>
    public string? Keyword { get; init; }

    /// <summary>Until when it was expected to hold, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What was expected to come then.</summary>
    public string? Next { get; init; }

    /// <summary>Whether <see cref="Until"/> and <see cref="Next"/> were left out, since they are for receptionists and the person alone.</summary>
    public bool TimesHidden { get; init; }
}
