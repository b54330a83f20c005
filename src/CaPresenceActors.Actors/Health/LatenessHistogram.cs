using System.Numerics;

namespace CaPresenceActors.Actors.Health;

/// <summary>Counts durations in bounded memory, however many there are: 32 steps for each doubling of microseconds.</summary>
internal sealed class LatenessHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;
    private const int TicksPerMicrosecond = (int)TimeSpan.TicksPerMicrosecond;

    private readonly int[] _counts = new int[IndexOf(long.MaxValue / TicksPerMicrosecond) + 1];
    private long _max;
    private int _count;

    /// <summary>Counts one. What is early counts as on time.</summary>
    public void Add(TimeSpan lateness)
    {
        var ticks = Math.Max(0, lateness.Ticks);
        _counts[IndexOf(ticks / TicksPerMicrosecond)]++;
        _max = Math.Max(_max, ticks);
        _count++;
    }

    /// <summary>What was counted; null when nothing was.</summary>
    public Lateness? Summary() => _count == 0 ? null : new Lateness(Percentile(50), Percentile(99), TimeSpan.FromTicks(_max));

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        (_max, _count) = (0, 0);
    }

    private TimeSpan Percentile(int percent)
    {
        var rank = ((long)_count * percent + 99) / 100;
        var index = 0;
        for (var seen = (long)_counts[0]; seen < rank; seen += _counts[index])
        {
            index++;
        }

        var microseconds = Math.Min(UpperEnd(index), long.MaxValue / TicksPerMicrosecond);
        return TimeSpan.FromTicks(Math.Min(_max, microseconds * TicksPerMicrosecond));
    }

    // The first steps are single microseconds; above, the highest bits say which step.
    private static int IndexOf(long microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        var doubling = BitOperations.Log2((ulong)microseconds) - StepBits;
        return ((doubling + 1) << StepBits) + (int)((microseconds >> doubling) - Steps);
    }

    private static long UpperEnd(int index)
    {
        if (index < Steps)
        {
            return index;
        }

        var doubling = (index >> StepBits) - 1;
        return (((long)(index & (Steps - 1)) + Steps + 1) << doubling) - 1;
    }
}
