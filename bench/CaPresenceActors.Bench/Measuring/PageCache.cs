using System.Runtime.InteropServices;

namespace CaPresenceActors.Bench.Measuring;

/// <summary>Lets the system forget a file, so that the next reader finds it on the disk and not in memory.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4;

    /// <summary>Whether this system can be asked to.</summary>
    public static bool CanForget => OperatingSystem.IsLinux();

    public static void Forget(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
        if (Advise(stream.SafeFileHandle, 0, 0, DontNeed) is not 0 and var error)
        {
            throw new IOException($"The system would not forget \"{file}\" (error {error}), so no figure from a cold disk can be given.");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);
}
