namespace CaPresenceActors.Bench.Commands;

/// <summary>Every command that measures something, in the order of the documentation.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new IdleBenchmark(), new TimersBenchmark(), new StormBenchmark(), new PersistBenchmark(), new RecoverBenchmark(), new KernelBenchmark(), new RulesBenchmark(), new SweepBenchmark(), new NotifyBenchmark(), new JournalSizeBenchmark(), new CensusBenchmark(), new PagesBenchmark(),
    ];
}
