using System.Globalization;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Opening;

/// <summary>
/// Keeps every other process away from the database: the operating system lets only one hold <c>&lt;file&gt;.lock</c>, and lets go of it when that process dies,
/// however it dies. The file stays, because deleting it would race with the next process. Who holds it stands in <c>&lt;file&gt;.owner</c>, since a locked file cannot be read
/// by others; that is for the message only, so one that was left behind is harmless.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _owner;

    private FileLock(FileStream held, string owner)
    {
        _held = held;
        _owner = owner;
    }

    /// <summary>Takes the lock of a database file.</summary>
    /// <exception cref="JournalException">Another process holds it.</exception>
    /// <exception cref="IOException">The lock file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be written.</exception>
    public static FileLock Take(string database)
    {
        var owner = database + ".owner";
        var held = Hold(database, owner);
        try
        {
            using var file = new FileStream(owner, OwnerOnly.Options(FileMode.Create, FileAccess.Write, FileShare.Read));
            using var text = new StreamWriter(file);
            text.Write(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
            return new FileLock(held, owner);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left behind, which is harmless.
        }

        _held.Dispose();
    }

    private static FileStream Hold(string database, string owner)
    {
        var path = database + ".lock";
        try
        {
            return new FileStream(path, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (File.Exists(path) && error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new JournalException(
                $"The journal \"{database}\" cannot be opened: {Read(owner)} has it open. " +
                "Only one process may write to a journal, so this one did not open it and changed nothing. " +
                "Stop the other process, or give this one a journal of its own.",
                error);
        }
    }

    private static string Read(string owner)
    {
        try
        {
            return File.ReadAllText(owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process"; // It has just taken the lock, or belongs to another user.
        }
    }
}
