using SQLitePCL;

namespace CaPresenceActors.Storage.Sqlite.Native;

/// <summary>SQLite said no. Never leaves this project: <see cref="Trouble"/> turns it into words for the administrator.</summary>
internal sealed class SqliteErrorException(int extendedCode, string text) : Exception($"{text} (SQLite {extendedCode})")
{
    /// <summary>The kind of error, such as <c>SQLITE_FULL</c>.</summary>
    public int Code { get; } = extendedCode & 0xff;

    /// <summary>The kind and what exactly failed, such as <c>SQLITE_IOERR_FSYNC</c>.</summary>
    public int ExtendedCode { get; } = extendedCode;

    /// <summary>Whether the row that was being written is to blame, and not the file, the disk or another program.</summary>
    public bool IsAboutTheRow => Code is raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;
}
