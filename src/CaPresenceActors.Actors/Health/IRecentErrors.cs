namespace CaPresenceActors.Actors.Health;

/// <summary>What the log has warned of lately.</summary>
public interface IRecentErrors
{
    /// <summary>The newest first.</summary>
    IReadOnlyList<RecentError> Newest();
}

/// <summary>A message of the log, of the level warning or above. What says the same is told once.</summary>
/// <param name="At">When it came last, UTC.</param>
/// <param name="Since">When it came first, as far as is known, UTC.</param>
/// <param name="Category">Who said it.</param>
/// <param name="Level"><c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Message">What was said.</param>
/// <param name="Count">How often.</param>
public sealed record RecentError(DateTimeOffset At, DateTimeOffset Since, string Category, string Level, string Message, long Count);
