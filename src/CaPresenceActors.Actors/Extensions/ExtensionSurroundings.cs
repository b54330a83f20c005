using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Site;

namespace CaPresenceActors.Actors.Extensions;

/// <summary>What all extensions share.</summary>
/// <param name="Clock">The corrected clock.</param>
/// <param name="Site">The newest settings of the site, and older versions.</param>
/// <param name="Board">Where recovered extensions take their place, and where it is noted that a calendar was read.</param>
/// <param name="ProfileMissed">Called by an extension that could not record its profile or its removal, and needs to be told again. Must not block.</param>
public sealed record ExtensionSurroundings(TimeProvider Clock, SiteBook Site, PresenceBoard Board, Action<string> ProfileMissed);
