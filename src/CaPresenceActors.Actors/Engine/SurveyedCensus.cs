using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Counts by asking the extensions, which have their calendars in memory. One count at a time: who asks meanwhile waits, since two at once would be no faster.</summary>
internal sealed class SurveyedCensus(SiteBook book, ExtensionSurvey survey) : IKeywordCensus, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<KeywordCensus> CountAsync(KeywordList keywords, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var taker = new CensusTaker(keywords, book.Current.Rules.Options);
            await survey.VisitAsync(taker.Take, cancellation);
            return taker.Census;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
