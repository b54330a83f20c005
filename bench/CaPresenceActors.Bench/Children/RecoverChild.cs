using System.Diagnostics;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Children;

/// <param name="Site">The site to open.</param>
/// <param name="SetByHand">So many extensions, from the first on, have a presence set by hand in the tail of the journal.</param>
/// <param name="Presence">Which one.</param>
/// <param name="Now">What its clock shows.</param>
internal sealed record RecoverOrder(PreparedSite Site, int SetByHand, string Presence, DateTimeOffset Now);

/// <param name="ProcessSeconds">From the start of the process until every presence could be read.</param>
/// <param name="EngineSeconds">From the opening of the journal until every presence could be read.</param>
/// <param name="CpuSeconds">Processor time since the start of the process.</param>
/// <param name="PeakBytes">The most memory that it had.</param>
/// <param name="AllocatedBytes">What was allocated since the start of the process.</param>
/// <param name="PauseSeconds">For how long collections stopped everything.</param>
/// <param name="Collections">How many there were.</param>
internal sealed record RecoverFinding(double ProcessSeconds, double EngineSeconds, double CpuSeconds, long PeakBytes, long AllocatedBytes, double PauseSeconds, int Collections);

/// <summary>A process that starts on a journal, measures until everybody's presence is served, and then looks whether each is right.</summary>
internal static class RecoverChild
{
    public static async Task RunAsync(RecoverOrder order)
    {
        var clock = ShiftedTime.Showing(order.Now);
        var began = Stopwatch.GetTimestamp();
        await using var running = await EngineUnderTest.StartAsync(order.Site.Directory, clock, new PlannedCalendars(order.Site.Plan), logToFile: false);
        var board = running.Engine.Board.View();
        var engine = Stopwatch.GetElapsedTime(began);
        using var self = Process.GetCurrentProcess();
        var process = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
        var cpu = Environment.CpuUsage.TotalTime;
        var (allocated, pauses, collections) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration(), GC.CollectionCount(0));
        self.Refresh();

        var wrong = board.Presences.FirstOrDefault(view => view.Presence != Expected(order, PreparedSite.NumberOf(view.Extension)));
        if (wrong is not null || board.Presences.Count != order.Site.Extensions)
        {
            throw new InvalidOperationException($"{board.Presences.Count} presences came back, of {order.Site.Extensions}; the first that is wrong: {wrong?.Extension ?? "none"}.");
        }

        ChildRoles.Tell(new RecoverFinding(process.TotalSeconds, engine.TotalSeconds, cpu.TotalSeconds, self.PeakWorkingSet64, allocated, pauses.TotalSeconds, collections));
        await ChildRoles.EndAsync();
    }

    private static string Expected(RecoverOrder order, int extension) =>
        extension < order.SetByHand ? order.Presence : order.Site.Plan.PresenceAt(extension, order.Now);
}
