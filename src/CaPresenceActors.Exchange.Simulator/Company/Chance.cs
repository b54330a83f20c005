namespace CaPresenceActors.Exchange.Simulator.Company;

/// <summary>
/// Random numbers (SplitMix64) that are the same for a seed on every machine and in every version of the framework, so that a company
/// can be talked about by its seed.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from zero to below the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Whether something with this probability, in percent, happens.</summary>
    public bool Percent(int probability) => Below(100) < probability;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
