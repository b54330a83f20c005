using CaPresenceActors.Actors.Board;

namespace CaPresenceActors.Web.Presences;

/// <summary>Changes of an extension, newest first.</summary>
/// <param name="Extension">Whose.</param>
/// <param name="Changes">The changes.</param>
/// <param name="Next">Where older ones are; null when there are none.</param>
internal sealed record HistoryBody(string Extension, IReadOnlyList<PresenceChangeView> Changes, string? Next);
