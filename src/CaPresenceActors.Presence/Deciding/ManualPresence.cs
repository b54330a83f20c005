namespace CaPresenceActors.Presence;

/// <summary>How long a presence that was set by hand holds (SEMANTICS §5).</summary>
public enum Hold : byte
{
    /// <summary>Until an edge clears it.</summary>
    UntilNextChange,

    /// <summary>Until an instant, over every appointment.</summary>
    Until,

    /// <summary>Until somebody clears it, over every appointment.</summary>
    UntilCleared,
}

/// <summary>A presence that a person or an administrator set by hand.</summary>
/// <param name="Presence">The presence.</param>
/// <param name="Hold">How long it holds.</param>
/// <param name="Until">The end of <see cref="Hold.Until"/>, UTC; null for the other holds.</param>
/// <param name="Within">Whether it counts as set within the episode that now runs, rather than between episodes. Matters for <see cref="Hold.UntilNextChange"/> alone.</param>
/// <param name="SetAt">When it was set, UTC.</param>
/// <param name="SetBy">Who set it; null when nobody said.</param>
public sealed record ManualPresence(string Presence, Hold Hold, DateTimeOffset? Until, bool Within, DateTimeOffset SetAt, string? SetBy)
{
    /// <summary>Whether an episode hides it: set between episodes, it waits until none runs.</summary>
    public bool IsHiddenBy(Episode? episode) => Hold == Hold.UntilNextChange && !Within && episode is not null;

    /// <summary>How what is set by hand holds while it is shown; null when nothing is set, or an episode hides it.</summary>
    public static Hold? ShownHold(ManualPresence? manual, Episode? episode) => manual is null || manual.IsHiddenBy(episode) ? null : manual.Hold;

    /// <summary>Whether its end has come.</summary>
    public bool IsOver(DateTimeOffset instant) => Until <= instant;
}
