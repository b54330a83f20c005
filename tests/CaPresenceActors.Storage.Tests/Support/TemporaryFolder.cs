using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("capresence-journal-").FullName;

    public string Journal => System.IO.Path.Combine(Path, "journal.db");

    public SqliteJournalOptions Options => new() { File = Journal, LockWait = TimeSpan.FromMilliseconds(100) };

    public Task<SqliteJournal> OpenAsync() => SqliteJournal.OpenAsync(Options, TimeProvider.System, cancellation: TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
