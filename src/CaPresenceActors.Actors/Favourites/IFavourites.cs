using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;

namespace CaPresenceActors.Actors.Favourites;

/// <summary>Whom people look for first on their board: a list of extensions for each sign-in name, which outlives restarts.</summary>
public interface IFavourites
{
    /// <summary>How many somebody may have.</summary>
    const int MaxCount = 500;

    /// <summary>Somebody's favourites, in their own order.</summary>
    Task<ImmutableArray<string>> OfAsync(string signInName, CancellationToken cancellation);

    /// <summary>Replaces somebody's favourites. Replies when they are on the disk.</summary>
    Task<EngineReply> ReplaceAsync(string signInName, ImmutableArray<string> extensions, CancellationToken cancellation);
}
