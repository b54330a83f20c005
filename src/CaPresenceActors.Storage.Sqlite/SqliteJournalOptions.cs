namespace CaPresenceActors.Storage.Sqlite;

/// <summary>The <c>presence.journal.sqlite</c> block.</summary>
public sealed record SqliteJournalOptions
{
    public const string Section = "presence.journal.sqlite";

    /// <summary>Path of the database file. The folder is made when it is missing. Files with the endings <c>-wal</c>, <c>-shm</c>, <c>.lock</c> and <c>.owner</c> are written beside it.</summary>
    public string File { get; init; } = "";

    /// <summary>How long a write waits while another program (a backup tool, a database browser) holds a lock on the file.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Size of the write-ahead log, in bytes, from which on it is copied into the database as soon as no append waits.</summary>
    public long CheckpointWhenIdle { get; init; } = 4 << 20;

    /// <summary>Size of the write-ahead log, in bytes, from which on it is copied into the database even while appends arrive.</summary>
    public long CheckpointAlways { get; init; } = 64 << 20;

    /// <summary>What is wrong with these options, each with the path of the setting.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(File))
        {
            yield return $"{Section}.file is empty, but must be the path of the database file.";
        }
        else if (Directory.Exists(File))
        {
            yield return $"{Section}.file is \"{File}\", which is a folder, but must be the path of a file.";
        }

        if (LockWait < TimeSpan.Zero || LockWait > TimeSpan.FromMinutes(1))
        {
            yield return $"{Section}.lock-wait is {LockWait}, but must be from 00:00:00 to 00:01:00.";
        }

        if (CheckpointWhenIdle < 64 << 10)
        {
            yield return $"{Section}.checkpoint-when-idle is {CheckpointWhenIdle} bytes, but must be at least 65536.";
        }

        if (CheckpointAlways < CheckpointWhenIdle)
        {
            yield return $"{Section}.checkpoint-always ({CheckpointAlways} bytes) must not be less than checkpoint-when-idle ({CheckpointWhenIdle} bytes).";
        }
    }
}
