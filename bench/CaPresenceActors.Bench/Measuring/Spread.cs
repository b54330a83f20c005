namespace CaPresenceActors.Bench.Measuring;

/// <summary>What came of several repetitions of one measurement.</summary>
/// <param name="Median">The middle one; of an even number, the lower of the two in the middle.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Repeats">How many there were.</param>
internal sealed record Spread(double Median, double Min, double Max, int Repeats)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? throw new ArgumentException("Nothing was measured.", nameof(values))
            : new Spread(sorted[(sorted.Length - 1) / 2], sorted[0], sorted[^1], sorted.Length);
    }

    public static Spread Of(double once) => new(once, once, once, 1);
}
