using System.Collections.Immutable;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Changes the site's lists after asking the extensions what they use.</summary>
internal sealed class SurveyedLists(IPresenceEngine engine, SiteBook book, ExtensionSurvey survey) : ISiteLists
{
    public SavedLists? LastSaved => book.LastSaved;

    public async Task<ImmutableArray<PresenceUse>> UseAsync(CancellationToken cancellation)
    {
        var tally = new PresenceUseTally(book.Current.Rules);
        await survey.VisitAsync((state, _) => tally.Take(state), cancellation);
        return tally.Uses;
    }

    public async Task<EngineReply> PutPresencesAsync(PresenceList presences, PresenceRename? replacing, string by, CancellationToken cancellation)
    {
        if (PresenceRemoval.IsIn(presences, book.Current.Rules.Presences) && PresenceRemoval.ProblemOf(await UseAsync(cancellation), presences, replacing) is { } problem)
        {
            return new EngineReply.Refused(problem);
        }

        return await engine.ChangeSiteAsync(site => site with { Rules = site.Rules.WithPresences(presences, replacing) }, by, cancellation, replacing);
    }

    public async Task<EngineReply> UndoAsync(string by, CancellationToken cancellation)
    {
        if (book.LastSaved is not { } saved)
        {
            return new EngineReply.Refused("No keyword list and no presence list was saved yet, so there is nothing to take back.");
        }

        if (PresenceRemoval.IsIn(saved.Presences, book.Current.Rules.Presences) && PresenceRemoval.ProblemOf(await UseAsync(cancellation), saved) is { } problem)
        {
            return new EngineReply.Refused(problem);
        }

        return await engine.ChangeSiteAsync(Undone, by, cancellation, saved.Back);

        // Called by the keeper of the settings, which alone changes what was saved last.
        SiteConfiguration Undone(SiteConfiguration site) => ReferenceEquals(book.LastSaved, saved)
            ? site with { Rules = saved.ApplyTo(site.Rules) }
            : throw new RuleViolationException("Somebody has saved a list meanwhile, so that is what would be taken back now. Look at it first; nothing was changed.");
    }
}
