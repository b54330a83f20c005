using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite.Opening;

/// <summary>
/// The database holds subjects of calendar events, so its files are for their owner only: mode 600, in a folder of mode 700 when the folder is made here.
/// On Windows files take over the access rights of their folder; the installation sets those.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return options;
    }

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode700);
        }
    }

    /// <summary>Makes an empty file unless there is one. SQLite gives its companions the mode of the database.</summary>
    public static void CreateFile(string file)
    {
        if (!File.Exists(file))
        {
            using var created = new FileStream(file, Options(FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite));
        }
    }

    /// <summary>Takes away the rights of others to files that exist, such as a database restored from a backup.</summary>
    public static void Tighten(IEnumerable<string> files, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in files.Where(File.Exists))
        {
            Tighten(file, logger);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(string file, ILogger logger)
    {
        var mode = File.GetUnixFileMode(file);
        if ((mode & ~FileMode600) == UnixFileMode.None)
        {
            return;
        }

        var tight = mode & FileMode600;
        File.SetUnixFileMode(file, tight);
        logger.ModeTightened(file, Octal(mode), Octal(tight));
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}
