using System.Collections.Immutable;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.History;

/// <summary>The presence changes of everybody, as far back as history is kept.</summary>
public interface ISiteHistory
{
    /// <summary>The newest changes first.</summary>
    /// <exception cref="Kernel.Persistence.JournalException">The journal cannot be read.</exception>
    Task<SiteHistoryPage> ReadAsync(SiteHistoryQuery query, CancellationToken cancellation);
}

/// <summary>Which changes are asked for. What is null or empty does not matter.</summary>
public sealed record SiteHistoryQuery
{
    /// <summary>Whose, be it somebody who has been removed since.</summary>
    public string? Extension { get; init; }

    /// <summary>To one of these presences.</summary>
    public ImmutableHashSet<string> Presences { get; init; } = [];

    /// <summary>For one of these reasons.</summary>
    public ImmutableHashSet<PresenceCause> Causes { get; init; } = [];

    /// <summary>Recorded at this instant or later, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before this instant, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Before this position of the journal.</summary>
    public long? Before { get; init; }

    /// <summary>How many at the most.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of the history.</summary>
/// <param name="Changes">Newest first. Few or none when what was asked for is rare: a page ends after a bounded piece of the journal.</param>
/// <param name="Next">The position before which it goes on; null when there is no more.</param>
public sealed record SiteHistoryPage(ImmutableArray<PresenceChangeView> Changes, long? Next);
