using CaPresenceActors.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("capresence-journal-").FullName;

    public string Journal => System.IO.Path.Combine(Path, "journal.db");

    public SqliteJournalOptions Options => new() { File = Journal, LockWait = TimeSpan.FromMilliseconds(100) };

    public Task<SqliteJournal> OpenAsync() => OpenAsync(Options);

    public static Task<SqliteJournal> OpenAsync(SqliteJournalOptions options, ILogger<SqliteJournal>? logger = null) =>
        SqliteJournal.OpenAsync(options, TimeProvider.System, logger, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
