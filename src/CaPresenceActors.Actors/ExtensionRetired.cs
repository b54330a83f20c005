namespace CaPresenceActors.Actors;

/// <summary>An extension was removed. Its history stays until it is pruned; its calendar is gone.</summary>
/// <param name="At">When, UTC.</param>
public sealed record ExtensionRetired(DateTimeOffset At);
