namespace CaPresenceActors.Bench.Measuring;

/// <summary>How long many things took, in milliseconds. One thread adds at a time.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly List<(double Milliseconds, int Count)> _samples = new(capacity);

    /// <summary>How many things there were.</summary>
    public long Count { get; private set; }

    /// <summary>Several things that took equally long.</summary>
    public void Add(double milliseconds, int count = 1)
    {
        _samples.Add((milliseconds, count));
        Count += count;
    }

    public void AddAll(Latencies others)
    {
        _samples.AddRange(others._samples);
        Count += others.Count;
    }

    public LatencySummary Summarise()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("Nothing was measured.");
        }

        _samples.Sort(static (left, right) => left.Milliseconds.CompareTo(right.Milliseconds));
        return new LatencySummary(Count, At(0.5), At(0.99), _samples[^1].Milliseconds);
    }

    private double At(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        foreach (var (milliseconds, count) in _samples)
        {
            seen += count;
            if (seen >= rank)
            {
                return milliseconds;
            }
        }

        return _samples[^1].Milliseconds;
    }
}

/// <summary>Milliseconds within which half, 99 of 100, and all were done.</summary>
internal sealed record LatencySummary(long Count, double P50, double P99, double Max);
