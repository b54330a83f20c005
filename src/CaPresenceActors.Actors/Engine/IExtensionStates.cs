using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>How extensions stand, with everything that decides what they show. A state holds the calendar with its subjects: it is for working things out with, and never for showing.</summary>
public interface IExtensionStates
{
    /// <summary>How one extension stands; null when there is no such extension.</summary>
    /// <exception cref="EngineUnavailableException">Nobody answered.</exception>
    Task<PresenceState?> StateOfAsync(string extension, CancellationToken cancellation);
}
