using System.Diagnostics;

namespace CaPresenceActors.Bench.Measuring;

/// <summary>What a piece of work cost this process.</summary>
/// <param name="Elapsed">Time on the wall.</param>
/// <param name="Cpu">Time of all threads, those of the garbage collector and the compiler included.</param>
/// <param name="AllocatedBytes">What all threads allocated.</param>
internal readonly record struct Cost(TimeSpan Elapsed, TimeSpan Cpu, long AllocatedBytes)
{
    public static Meter Start()
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        return new Meter(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, allocated);
    }

    internal readonly record struct Meter(long StartedAt, TimeSpan Cpu, long Allocated)
    {
        public Cost Stop() =>
            new(Stopwatch.GetElapsedTime(StartedAt), Environment.CpuUsage.TotalTime - Cpu, GC.GetTotalAllocatedBytes(precise: true) - Allocated);
    }
}
