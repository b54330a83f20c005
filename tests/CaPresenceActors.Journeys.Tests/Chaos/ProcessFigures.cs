using System.Diagnostics;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>What a process holds, after everything has been collected that nobody needs.</summary>
/// <param name="ManagedBytes">The managed heap.</param>
/// <param name="ResidentBytes">What the system counts for the process, with memory that the runtime keeps for later.</param>
/// <param name="Descriptors">Open file descriptors; 0 where the system does not tell.</param>
/// <param name="Sockets">Those that are sockets.</param>
/// <param name="Threads">Threads of the system.</param>
internal sealed record ProcessFigures(long ManagedBytes, long ResidentBytes, int Descriptors, int Sockets, int Threads)
{
    private const string OpenFiles = "/proc/self/fd";

    /// <summary>Collects garbage until nothing is left, and looks.</summary>
    public static ProcessFigures OfThisProcess()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        var files = Directory.Exists(OpenFiles) ? Directory.GetFiles(OpenFiles) : [];
        return new ProcessFigures(GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64, files.Length, files.Count(IsSocket), process.Threads.Count);
    }

    private static bool IsSocket(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // It was closed since it was listed.
            return false;
        }
    }
}
