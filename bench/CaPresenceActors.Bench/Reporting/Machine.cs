using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace CaPresenceActors.Bench.Reporting;

/// <summary>Where figures were measured: no figure means anything without it.</summary>
internal sealed record Machine
{
    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    public required double MemoryGigabytes { get; init; }

    public required string Os { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Which garbage collector, and what it was told.</summary>
    public required string Gc { get; init; }

    /// <summary>The file system of the working directory.</summary>
    public required string FileSystem { get; init; }

    /// <summary>How many processes wanted to run in the minute before; null where the system does not say. Above the number of cores, figures are those of a busy machine.</summary>
    public double? LoadBefore { get; init; }

    public static Machine Look(string directory) => new()
    {
        Cpu = CpuName(),
        Cores = Environment.ProcessorCount,
        MemoryGigabytes = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        Os = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
        Runtime = RuntimeInformation.FrameworkDescription,
        Gc = GcMode(),
        FileSystem = FileSystemOf(directory),
        LoadBefore = Load(),
    };

    private static string GcMode()
    {
        var kind = GCSettings.IsServerGC ? "server" : "workstation";
        var concurrent = GCSettings.LatencyMode == GCLatencyMode.Batch ? "not concurrent" : "concurrent";
        var cap = GC.GetConfigurationVariables().TryGetValue("GCGen0MaxBudget", out var budget) && Convert.ToInt64(budget, CultureInfo.InvariantCulture) is > 0 and var bytes
            ? string.Create(CultureInfo.InvariantCulture, $"generation 0 at most {bytes >> 20} MB")
            : "generation 0 not capped";
        return $"{kind}, {concurrent}, {cap}";
    }

    private static string CpuName() => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    // The mount with the longest path that contains the directory.
    private static string FileSystemOf(string directory)
    {
        var full = Path.GetFullPath(directory);
        var drive = DriveInfo.GetDrives()
            .Where(drive => drive.IsReady && full.StartsWith(drive.RootDirectory.FullName, StringComparison.Ordinal))
            .MaxBy(drive => drive.RootDirectory.FullName.Length);
        return drive?.DriveFormat ?? "unknown";
    }

    private static double? Load() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
