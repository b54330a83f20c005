using System.Globalization;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;
using SQLitePCL;

namespace CaPresenceActors.Storage.Sqlite;

/// <summary>Turns what SQLite or the file system says into the sentences an administrator needs: which file, what was found, what happens now, what to do.</summary>
internal static class Trouble
{
    private const string OpeningStopped = "The journal was not opened and nothing was changed.";
    private const string WritingStopped = "Nothing of the appends that waited was kept. Later ones are tried afresh, so everything goes on by itself once the cause is gone.";
    private const string ReadingStopped = "Nothing was changed.";

    public static JournalException Opening(string file, Exception error) =>
        new($"The journal \"{file}\" cannot be opened: {Found(file, error)} {OpeningStopped} {Remedy(file, error)}", error);

    public static JournalException Writing(string file, Exception error) =>
        new($"The journal \"{file}\" cannot be written: {Found(file, error)} {WritingStopped} {Remedy(file, error)}", error);

    public static JournalException Reading(string file, Exception error) =>
        new($"The journal \"{file}\" cannot be read: {Found(file, error)} {ReadingStopped} {Remedy(file, error)}", error);

    public static string Checkpoint(string file, Exception error) => $"{Found(file, error)} {Remedy(file, error)}";

    public static JournalException Gone(string file) => new(
        $"The journal \"{file}\" cannot be written: the file, or its companion with the ending -wal, was deleted, renamed or replaced while it was in use. " +
        "Nothing of the appends that waited was kept, and none will be until the file is back. " +
        "Put the same file back if you moved it; otherwise stop the program, restore the latest backup and start again.");

    public static JournalException Refused(string file, string persistenceId, Exception error) => new(
        $"An append of \"{persistenceId}\" was refused by the journal \"{file}\": {error.Message} " +
        "Nothing of it was kept; the appends of others are not concerned.",
        error);

    public static JournalException Closed(string file) => new(
        $"The journal \"{file}\" is closed, so nothing was written. The program is stopping; start it again to go on.");

    private static string Found(string file, Exception error) => error switch
    {
        SqliteErrorException sqlite => Found(file, sqlite),
        UnauthorizedAccessException => $"the operating system denies access ({error.Message}).",
        _ => $"the operating system reports: {error.Message}",
    };

    private static string Found(string file, SqliteErrorException error) => error.Code switch
    {
        raw.SQLITE_FULL => $"the disk is full{FreeSpace(file)} ({error.Message}).",
        raw.SQLITE_READONLY => $"the file or its folder is read-only ({error.Message}).",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"another program holds a lock on it ({error.Message}).",
        raw.SQLITE_CORRUPT => $"the file is damaged ({error.Message}).",
        raw.SQLITE_ERROR => $"its contents are not what they should be ({error.Message}).",
        raw.SQLITE_NOTADB => $"the file is not a SQLite database, or its beginning is damaged ({error.Message}).",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => $"the operating system denies access to the file or its folder ({error.Message}).",
        raw.SQLITE_IOERR => $"the operating system reports an error on the disk{FreeSpace(file)} ({error.Message}).",
        raw.SQLITE_NOMEM => $"there is not enough memory ({error.Message}).",
        _ => $"SQLite reports: {error.Message}.",
    };

    private static string Remedy(string file, Exception error) => error switch
    {
        SqliteErrorException { Code: raw.SQLITE_FULL } => "Free some space on that disk.",
        SqliteErrorException { Code: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH } or UnauthorizedAccessException =>
            $"Let the user \"{Environment.UserName}\" write to \"{file}\" and to its folder, and check that the disk is not mounted read-only.",
        SqliteErrorException { Code: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } => "Close the other program that has the file open, such as a database browser or a backup tool.",
        SqliteErrorException { Code: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR } =>
            "Stop the program, keep a copy of the file with its companions (-wal, -shm), restore the latest backup and start again. Check the disk.",
        SqliteErrorException { Code: raw.SQLITE_NOMEM } => "Give the machine or the container more memory.",
        _ => "Check the disk and the system's log.",
    };

    private static string FreeSpace(string file)
    {
        try
        {
            var free = new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace;
            return string.Create(CultureInfo.InvariantCulture, $", {free / 1024:n0} KB free");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ""; // A network path on Windows has no drive; the sentence does without the number.
        }
    }
}
