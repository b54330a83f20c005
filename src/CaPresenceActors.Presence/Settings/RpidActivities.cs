using System.Collections.Frozen;

namespace CaPresenceActors.Presence;

/// <summary>The activities that RFC 4480 §3.2 defines. A person who does nothing in particular has none.</summary>
public static class RpidActivities
{
    /// <summary>All names, as they stand in the RFC.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.ToFrozenSet(
    [
        "appointment", "away", "breakfast", "busy", "dinner", "holiday", "in-transit", "looking-for-work", "lunch", "meal", "meeting", "on-the-phone",
        "other", "performance", "permanent-absence", "playing", "presentation", "shopping", "sleeping", "spectator", "steering", "travel", "tv", "unknown",
        "vacation", "working", "worship",
    ]);
}
