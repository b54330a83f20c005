using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Sqlite;

public sealed class OpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wrong_options_are_all_reported_at_once()
    {
        var error = await Should.ThrowAsync<ArgumentException>(() => TemporaryFolder.OpenAsync(
            new SqliteJournalOptions { File = " ", LockWait = TimeSpan.FromHours(1), CheckpointWhenIdle = 5, CheckpointAlways = 4 }));

        error.Message.ShouldContain("presence.journal.sqlite.file is empty");
        error.Message.ShouldContain("presence.journal.sqlite.lock-wait is 01:00:00");
        error.Message.ShouldContain("presence.journal.sqlite.checkpoint-when-idle is 5 bytes");
        error.Message.ShouldContain("presence.journal.sqlite.checkpoint-always (4 bytes)");
    }

    [Fact]
    public async Task The_folder_is_made_and_everything_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var file = Path.Combine(_folder.Path, "var", "capresence", "journal.db");
        await using var journal = await TemporaryFolder.OpenAsync(_folder.Options with { File = file });
        await new TestActor(journal, "anna").Append("a1");

        Modes(Path.GetDirectoryName(file)!).ShouldBe("UserExecute, UserWrite, UserRead");
        Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).ShouldBe(["journal.db", "journal.db-wal", "journal.db-shm", "journal.db.lock", "journal.db.owner"], ignoreOrder: true);
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
        {
            Modes(path).ShouldBe("UserWrite, UserRead", path);
        }
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_tightened_and_that_is_logged()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        await (await _folder.OpenAsync()).DisposeAsync();
        File.SetUnixFileMode(_folder.Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var logger = new RecordingLogger();

        await using var journal = await TemporaryFolder.OpenAsync(_folder.Options, logger);

        Modes(_folder.Journal).ShouldBe("UserWrite, UserRead");
        logger.Lines.ShouldContain((3004, $"{_folder.Journal} could be read by others than its owner (mode 644). It now has mode 600."));
    }

    [Fact]
    public async Task A_second_opening_is_refused_and_says_who_has_the_journal()
    {
        var journal = await _folder.OpenAsync();

        var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

        error.Message.ShouldStartWith($"The journal \"{_folder.Journal}\" cannot be opened: process {Environment.ProcessId} on {Environment.MachineName} has it open.");
        (await new TestActor(journal, "anna").Append("a1")).ShouldBe(1);
        await journal.DisposeAsync();
        await (await _folder.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Another_process_is_refused_and_a_dead_one_leaves_no_lock()
    {
        using (var process = Killing.KilledProcess.Start(_folder.Journal, seed: 1))
        {
            (await process.ReadLineAsync()).ShouldBe("ready");
            var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);
            error.Message.ShouldContain($"process {process.Id} on {Environment.MachineName} has it open");
            await process.KillAsync();
        }

        File.ReadAllText(_folder.Journal + ".owner").ShouldNotBeEmpty();
        await using var journal = await _folder.OpenAsync();
        journal.Head.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Two_names_of_one_file_are_one_journal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows asks for a privilege to make links.");
        await using var journal = await _folder.OpenAsync();
        var link = Path.Combine(_folder.Path, "link.db");
        File.CreateSymbolicLink(link, _folder.Journal);

        await Should.ThrowAsync<JournalException>(() => TemporaryFolder.OpenAsync(_folder.Options with { File = link }));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        using (var database = new Database(_folder.Journal))
        {
            database.Execute("CREATE TABLE song (title TEXT)");
        }

        var before = await File.ReadAllBytesAsync(_folder.Journal, TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

        error.Message.ShouldContain("is a SQLite database, but not a journal of this program");
        (await File.ReadAllBytesAsync(_folder.Journal, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("extension,name,exchangeAccount\n", 100));
        await File.WriteAllTextAsync(_folder.Journal, text, TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

        error.Message.ShouldContain("is not a SQLite database, or its beginning is damaged");
        error.Message.ShouldContain("restore the latest backup");
        (await File.ReadAllTextAsync(_folder.Journal, TestContext.Current.CancellationToken)).ShouldBe(text);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_journal()
    {
        await File.WriteAllBytesAsync(_folder.Journal, [], TestContext.Current.CancellationToken);

        await using var journal = await _folder.OpenAsync();

        (await new TestActor(journal, "anna").Append("a1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_must_not_be_written_is_refused()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        using (Unix.Immutable(_folder.Journal))
        {
            var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

            error.Message.ShouldContain($"Let the user \"{Environment.UserName}\" write to \"{_folder.Journal}\"");
            error.Message.ShouldContain("not opened and nothing was changed");
        }

        await (await _folder.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_folder_that_must_not_be_written_is_refused()
    {
        using (Unix.Immutable(_folder.Path))
        {
            var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

            error.Message.ShouldContain($"Let the user \"{Environment.UserName}\" write to \"{_folder.Journal}\"");
        }

        await (await _folder.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_journal_locked_by_another_program_is_refused_until_that_lets_go()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        using (var other = new Database(_folder.Journal))
        {
            other.Execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

            var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

            error.Message.ShouldContain("another program holds a lock on it");
        }

        await (await _folder.OpenAsync()).DisposeAsync();
    }

    private static string Modes(string path) => OperatingSystem.IsWindows() ? "" : File.GetUnixFileMode(path).ToString();
}
