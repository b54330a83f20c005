using System.Runtime.InteropServices;

namespace CaPresenceActors.Host.Hosting;

/// <summary>What the program writes (journal, keys, logs) holds other people's calendars: it is readable by its owner only.</summary>
internal static partial class OwnerOnly
{
    private const uint OthersNothing = 0b000_111_111;

    /// <summary>From here on, every file and directory that this process makes is its owner's alone. On Windows the data directory's access list is inherited; docs/operating.md says how to set it.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetUmask(OthersNothing);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetUmask(uint mask);
}
