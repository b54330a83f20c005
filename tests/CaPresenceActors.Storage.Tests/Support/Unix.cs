using System.Diagnostics;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>What only an administrator of a Linux machine can do to a file. Tests that need it are skipped elsewhere.</summary>
internal static class Unix
{
    /// <summary>Mounts a small file system of its own, which can be filled up.</summary>
    public static IDisposable SmallDisk(string folder, string size)
    {
        Require("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
        return new Undo(() => Run("umount", folder));
    }

    /// <summary>Lets nobody write to a file or make files in a folder, not even the administrator and not through a file that is open.</summary>
    public static IDisposable Immutable(string path)
    {
        Require("chattr", "+i", path);
        return new Undo(() => Run("chattr", "-i", path));
    }

    private static void Require(string command, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, $"Needs {command}, as administrator of a Linux machine.");
        Assert.SkipUnless(Run(command, arguments) == 0, $"{command} does not work here.");
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (!_done)
            {
                _done = true;
                undo();
            }
        }
    }
}
