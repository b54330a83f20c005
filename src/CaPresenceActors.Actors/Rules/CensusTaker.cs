using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rules;

/// <summary>Collects a census from the states of extensions, on several threads at once.</summary>
/// <param name="keywords">What is looked for.</param>
/// <param name="options">Which appointments count.</param>
public sealed class CensusTaker(KeywordList keywords, PresenceOptions options)
{
    private readonly KeywordTally _tally = new(keywords, options);
    private int _people;
    private long _untilTicks;

    /// <summary>What was found so far.</summary>
    public KeywordCensus Census => new(_tally.Matches, _people, _untilTicks == 0 ? null : new DateTimeOffset(_untilTicks, TimeSpan.Zero));

    /// <summary>Looks at one extension. Whoever has a list of their own, no calendar that drives their presence, or none that is known, is not counted.</summary>
    /// <param name="state">How it stands.</param>
    /// <param name="coveredUntil">How far its calendar is known, UTC; null when none is.</param>
    public void Take(PresenceState state, DateTimeOffset? coveredUntil)
    {
        if (coveredUntil is not { } until || state.User is not { OwnKeywords: null, Integration: true })
        {
            return;
        }

        Interlocked.Increment(ref _people);
        _tally.Take(state.Calendar);
        for (var known = Volatile.Read(ref _untilTicks); known < until.UtcTicks;)
        {
            known = Interlocked.CompareExchange(ref _untilTicks, until.UtcTicks, known);
        }
    }
}
