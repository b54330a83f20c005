using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rules;

/// <summary>Counts where keywords are found in the calendars that the engine knows; nothing is read for it.</summary>
public interface IKeywordCensus
{
    /// <summary>Looks for keywords in the known calendars of everybody for whom the site's list counts.</summary>
    /// <param name="keywords">The list; it need not be the site's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Engine.EngineUnavailableException">Not everybody answered in time.</exception>
    Task<KeywordCensus> CountAsync(KeywordList keywords, CancellationToken cancellation);
}

/// <summary>Where the keywords of a list were found. It holds counts alone.</summary>
/// <param name="Matches">What was found of each row, in the order of the list.</param>
/// <param name="People">How many calendars were looked through.</param>
/// <param name="Until">How far they reach, UTC; null when none is known.</param>
public sealed record KeywordCensus(ImmutableArray<KeywordMatches> Matches, int People, DateTimeOffset? Until);
