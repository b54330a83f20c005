using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Children;

/// <param name="Site">The site to open.</param>
/// <param name="Rounds">How many edges to live through.</param>
/// <param name="LeadSeconds">How long before the first one it begins to start.</param>
/// <param name="LogToFile">Whether every change leaves a line in a file.</param>
internal sealed record EdgeOrder(PreparedSite Site, int Rounds, double LeadSeconds, bool LogToFile);

/// <param name="Address">Where the web server listens.</param>
/// <param name="Token">What a client shows to be let in.</param>
/// <param name="ShiftTicks">How far its clock is ahead of the machine's.</param>
internal sealed record EdgeChildReady(Uri Address, string Token, long ShiftTicks);

/// <param name="Times">How long the edge took.</param>
/// <param name="CpuSeconds">Processor time from the end of the last round until this edge was on the disk everywhere.</param>
/// <param name="Collections">Collections of the garbage in that time, of each generation.</param>
internal sealed record EdgeFinding(EdgeTimes Times, double CpuSeconds, int[] Collections);

/// <summary>A whole host that lives through edges of all its extensions.</summary>
internal static class EdgeChild
{
    public static async Task RunAsync(EdgeOrder order)
    {
        var plan = order.Site.Plan;
        var clock = ShiftedTime.Showing(plan.Epoch.AddSeconds(-order.LeadSeconds));
        var watch = new EdgeWatch(plan, order.Site.Extensions, clock);
        await using var running = await EngineUnderTest.StartAsync(order.Site.Directory, clock, new PlannedCalendars(plan), order.LogToFile, watch);
        if (running.Engine.Board.Count != order.Site.Extensions)
        {
            throw new InvalidOperationException($"The host serves {running.Engine.Board.Count} extensions, but the site was prepared with {order.Site.Extensions}. Nothing is measured.");
        }

        await using var web = await WebUnderTest.StartAsync(running, clock);
        if (clock.GetUtcNow() >= plan.Epoch)
        {
            throw new InvalidOperationException($"The host was not up before the first edge. Give it more time: --lead with more than {order.LeadSeconds} seconds.");
        }

        var told = ChildRoles.EndAsync();
        ChildRoles.Tell(new EdgeChildReady(web.Address, web.Token, clock.Shift.Ticks));
        for (var edge = 0; edge < order.Rounds; edge++)
        {
            var (meter, collections) = (Cost.Start(), Collections());
            var round = watch.RoundAsync(edge);
            if (await Task.WhenAny(round, told) == told)
            {
                // The parent has gone, or has given up.
                return;
            }

            ChildRoles.Tell(new EdgeFinding(await round, meter.Stop().Cpu.TotalSeconds, [.. Collections().Zip(collections, (now, before) => now - before)]));
        }

        await told;
    }

    private static int[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];
}
