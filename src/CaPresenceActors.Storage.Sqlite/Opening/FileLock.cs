using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Opening;

/// <summary>
/// Keeps every other process away from the database: the operating system lets only one hold <c>&lt;file&gt;.lock</c>, and lets go of it when that process dies,
/// however it dies. What stands in the file is for the message only, so a file left behind is harmless; it stays, because deleting it would race with the next process.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // On Unix the runtime makes an exclusive lock of None and a shared one of everything else. On Windows None would keep others from reading who holds it.
    private static readonly FileShare Exclusive = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Takes the lock of a database file.</summary>
    /// <exception cref="JournalException">Another process holds it.</exception>
    /// <exception cref="IOException">The lock file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be written.</exception>
    public static FileLock Take(string database)
    {
        var path = database + ".lock";
        FileStream held;
        try
        {
            held = new FileStream(path, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, Exclusive));
        }
        catch (IOException error) when (File.Exists(path) && error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new JournalException(
                $"The journal \"{database}\" cannot be opened: {Holder(path)} has it open. " +
                "Only one process may write to a journal, so this one did not open it and changed nothing. " +
                "Stop the other process, or give this one a journal of its own.",
                error);
        }

        held.SetLength(0);
        held.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")));
        held.Flush();
        return new FileLock(held);
    }

    public void Dispose()
    {
        _held.SetLength(0);
        _held.Dispose();
    }

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(file);
            return text.ReadToEnd() is { Length: > 0 } holder ? holder : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
