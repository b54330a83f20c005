using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Children;

/// <param name="Site">The site to open.</param>
/// <param name="WindowSeconds">How long its processor time is watched.</param>
internal sealed record IdleOrder(PreparedSite Site, double WindowSeconds);

/// <param name="ResidentBytes">Memory of the process after a full collection.</param>
/// <param name="ResidentBytesBefore">The same before it.</param>
/// <param name="HeapBytes">What the collector holds of it.</param>
/// <param name="CpuSeconds">Processor time in the window.</param>
internal sealed record IdleFinding(long ResidentBytes, long ResidentBytesBefore, long HeapBytes, double CpuSeconds);

/// <summary>A whole host at rest: engine and web server over all extensions, hours before the next boundary.</summary>
internal static class IdleChild
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(IdleOrder order)
    {
        var clock = ShiftedTime.Showing(order.Site.Plan.Epoch.AddHours(-1));
        await using var running = await EngineUnderTest.StartAsync(order.Site.Directory, clock, new PlannedCalendars(order.Site.Plan), logToFile: true);
        await using var web = await WebUnderTest.StartAsync(running, clock);
        if (running.Engine.Board.Count != order.Site.Extensions)
        {
            throw new InvalidOperationException($"{running.Engine.Board.Count} extensions came back, not {order.Site.Extensions}.");
        }

        await Task.Delay(Settling, TimeProvider.System);
        var before = Environment.WorkingSet;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await Task.Delay(Settling, TimeProvider.System);
        var meter = Cost.Start();
        // Nothing is waited for: that nothing happens for so long is what is measured.
        await Task.Delay(TimeSpan.FromSeconds(order.WindowSeconds), TimeProvider.System);
        var cost = meter.Stop();
        ChildRoles.Tell(new IdleFinding(Environment.WorkingSet, before, GC.GetTotalMemory(forceFullCollection: false), cost.Cpu.TotalSeconds));
        await ChildRoles.EndAsync();
        GC.KeepAlive(running);
    }
}
