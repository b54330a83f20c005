namespace CaPresenceActors.Hocon.Resolving;

/// <summary>What resolving something came to: a value, nothing, or nothing because it needs itself.</summary>
internal readonly record struct Outcome(HoconValue? Value, bool IsCycle = false)
{
    public static Outcome Undefined => default;

    public static Outcome Cycle => new(null, IsCycle: true);
}
