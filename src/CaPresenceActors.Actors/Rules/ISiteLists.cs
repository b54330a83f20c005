using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rules;

/// <summary>Changes of the site's lists that have to look at everybody first, and the way back from the last one.</summary>
public interface ISiteLists
{
    /// <summary>The last save of the keyword list or the presence list, which can be taken back; null when there is none.</summary>
    SavedLists? LastSaved { get; }

    /// <summary>Where each presence of the list is used, in the order of the list.</summary>
    /// <exception cref="EngineUnavailableException">Not everybody answered in time.</exception>
    Task<ImmutableArray<PresenceUse>> UseAsync(CancellationToken cancellation);

    /// <summary>Replaces the presence list. One that is left out although something leads to it needs another in its place, to which keywords, own keywords and manual presences are moved first, in the same change.</summary>
    /// <param name="presences">The whole list.</param>
    /// <param name="replacing">What takes the place of what; null: nothing.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineUnavailableException">Not everybody answered in time; nothing was changed.</exception>
    Task<EngineReply> PutPresencesAsync(PresenceList presences, PresenceRename? replacing, string by, CancellationToken cancellation);

    /// <summary>Takes the last save back. That is a save like any other, so that it can be taken back itself.</summary>
    /// <exception cref="EngineUnavailableException">Not everybody answered in time; nothing was changed.</exception>
    Task<EngineReply> UndoAsync(string by, CancellationToken cancellation);
}
