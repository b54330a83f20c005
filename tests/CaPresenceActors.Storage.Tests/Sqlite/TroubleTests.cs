using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Sqlite;

/// <summary>Storage that refuses while the engine runs: everybody is told, nothing is lost, and all goes on when the cause is gone.</summary>
public sealed class TroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _logger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_fails_appends_and_heals_when_there_is_room()
    {
        using var disk = Unix.SmallDisk(_folder.Path, "2m");
        var ballast = Path.Combine(_folder.Path, "ballast");
        var journal = await OpenAsync();
        var anna = new TestActor(journal, "anna");
        await anna.Append("a1");
        await anna.Write("reading", "monday");
        FillDisk(ballast);

        var big = new string('x', 200_000);
        var failed = await Should.ThrowAsync<JournalException>(anna.Append(big));
        await Should.ThrowAsync<JournalException>(anna.Write("reading", big));
        (await anna.Save(big)).ShouldBeFalse();

        failed.Message.ShouldContain("the disk is full");
        failed.Message.ShouldContain("Free some space on that disk.");
        journal.Health.Problem.ShouldNotBeNull().ShouldContain("the disk is full");
        journal.Head.ShouldBe(1);
        await Should.ThrowAsync<JournalException>(journal.FlushAsync(Cancellation));
        (await Recovered.All(journal)).Documents.ShouldBe(["anna/reading=monday"]);

        File.Delete(ballast);
        (await anna.Append("a2")).ShouldBe(2);
        journal.Health.IsGood.ShouldBeTrue();

        await journal.DisposeAsync();
        _logger.Lines.Count(line => line.Id == 3010).ShouldBe(1, "trouble is said once, not for every append");
        _logger.Lines.Count(line => line.Id == 3011).ShouldBe(1);
        await ShouldHold("1 anna 1 <0 a1", "2 anna 2 <1 a2");
    }

    [Fact]
    public async Task A_process_that_dies_on_a_full_disk_leaves_what_was_answered_and_nothing_else()
    {
        using var disk = Unix.SmallDisk(_folder.Path, "2m");
        var ballast = Path.Combine(_folder.Path, "ballast");
        await using (var journal = await OpenAsync())
        {
            var anna = new TestActor(journal, "anna");
            await anna.Append("a1");
            FillDisk(ballast);
            await Should.ThrowAsync<JournalException>(anna.Append(new string('x', 200_000)));

            // What the disk holds now is what a process would leave behind that dies here.
            var left = Directory.CreateTempSubdirectory("capresence-left-").FullName;
            try
            {
                File.Copy(_folder.Journal, Path.Combine(left, "journal.db"));
                File.Copy(_folder.Journal + "-wal", Path.Combine(left, "journal.db-wal"));
                await using var found = await TemporaryFolder.OpenAsync(new SqliteJournalOptions { File = Path.Combine(left, "journal.db") });
                Lines.Of(await found.ReadAsync(0, 10, Cancellation)).ShouldBe(["1 anna 1 <0 a1"]);
            }
            finally
            {
                Directory.Delete(left, recursive: true);
            }

            File.Delete(ballast);
        }
    }

    [Fact]
    public async Task A_disk_that_refuses_writes_fails_appends_and_heals_when_it_allows_them()
    {
        var journal = await OpenAsync();
        var anna = new TestActor(journal, "anna");
        await anna.Append("a1");
        using (Unix.Immutable(_folder.Journal + "-wal"))
        {
            var failed = await Should.ThrowAsync<JournalException>(anna.Append("never"));

            failed.Message.ShouldContain("cannot be written: the operating system reports an error on the disk");
            journal.Health.IsGood.ShouldBeFalse();
        }

        (await anna.Append("a2")).ShouldBe(2);
        journal.Health.IsGood.ShouldBeTrue();
        await journal.DisposeAsync();
        await ShouldHold("1 anna 1 <0 a1", "2 anna 2 <1 a2");
    }

    [Fact]
    public async Task A_lock_of_another_program_fails_appends_and_heals_when_it_lets_go()
    {
        var journal = await OpenAsync();
        var anna = new TestActor(journal, "anna");
        await anna.Append("a1");
        using (var other = new Database(_folder.Journal))
        {
            other.Execute("BEGIN IMMEDIATE");
            var failed = await Should.ThrowAsync<JournalException>(anna.Append("never"));
            failed.Message.ShouldContain("another program holds a lock on it");
            failed.Message.ShouldContain("Close the other program");
            Lines.Of(await journal.ReadAsync(0, 10, Cancellation)).ShouldBe(["1 anna 1 <0 a1"]);
            other.Execute("ROLLBACK");
        }

        (await anna.Append("a2")).ShouldBe(2);
        await journal.DisposeAsync();
        await ShouldHold("1 anna 1 <0 a1", "2 anna 2 <1 a2");
    }

    [Fact]
    public async Task A_file_that_was_moved_away_fails_appends_until_it_is_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be moved.");
        var journal = await OpenAsync();
        var anna = new TestActor(journal, "anna");
        await anna.Append("a1");
        File.Move(_folder.Journal, _folder.Journal + ".away");

        (await Should.ThrowAsync<JournalException>(anna.Append("never"))).Message.ShouldContain("was deleted, renamed or replaced while it was in use");
        File.WriteAllText(_folder.Journal, "");
        (await Should.ThrowAsync<JournalException>(anna.Append("never"))).Message.ShouldContain("replaced");

        File.Move(_folder.Journal + ".away", _folder.Journal, overwrite: true);
        (await anna.Append("a2")).ShouldBe(2);
        await journal.DisposeAsync();
        await ShouldHold("1 anna 1 <0 a1", "2 anna 2 <1 a2");
    }

    [Fact]
    public async Task A_write_ahead_log_that_was_deleted_fails_appends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var journal = await OpenAsync();
        var anna = new TestActor(journal, "anna");
        await anna.Append("a1");
        File.Delete(_folder.Journal + "-wal");

        (await Should.ThrowAsync<JournalException>(anna.Append("never"))).Message.ShouldContain("-wal");

        await journal.DisposeAsync();
    }

    [Fact]
    public async Task One_append_that_cannot_be_written_does_not_take_the_others_of_its_group_with_it()
    {
        var journal = await TemporaryFolder.OpenAsync(_folder.Options with { LockWait = TimeSpan.FromSeconds(30) }, _logger);
        var good = Enumerable.Range(0, 5).Select(i => new TestAppend($"good-{i}", 1, 0, [TestAppend.Event("g")])).ToList();
        var bad = new TestAppend("bad", 2, 77, [TestAppend.Event("b")], TestAppend.Document("reading", "never"));
        using (var other = new Database(_folder.Journal))
        {
            // While another holds the lock and the first waits for it, the others gather in one group.
            other.Execute("BEGIN IMMEDIATE");
            good.Take(3).ToList().ForEach(journal.Append);
            journal.Append(bad);
            good.Skip(3).ToList().ForEach(journal.Append);
            other.Execute("ROLLBACK");
        }

        (await Task.WhenAll(good.Select(append => append.Outcome))).ShouldBe([1, 2, 3, 4, 5]);
        var refused = await Should.ThrowAsync<JournalException>(bad.Outcome);
        refused.Message.ShouldContain("An append of \"bad\" was refused");
        refused.Message.ShouldContain("sequence 2 and follows the entry at position 77");
        journal.Health.IsGood.ShouldBeTrue();
        (await Recovered.All(journal)).Documents.ShouldBeEmpty();
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task A_form_that_was_new_in_a_refused_append_is_known_again_when_it_is_next_used()
    {
        var journal = await OpenAsync();
        var bad = new TestAppend("bad", 1, 0, [TestAppend.Event("b", "new.form/1")], new DocumentWrite(null!, null));
        journal.Append(bad);
        await Should.ThrowAsync<JournalException>(bad.Outcome);

        await new TestActor(journal, "good").Append(new TestAppend("good", 1, 0, [TestAppend.Event("g", "new.form/1"), TestAppend.Event("g", "newer.form/1")]));

        await journal.DisposeAsync();
        await using var reopened = await OpenAsync();
        (await reopened.ReadAsync(0, 10, Cancellation)).Select(entry => entry.Manifest).ShouldBe(["new.form/1", "newer.form/1"]);
    }

    [Fact]
    public async Task Observers_and_requests_that_throw_do_not_stop_the_journal()
    {
        var journal = await OpenAsync();
        journal.Subscribe(new ThrowingObserver());
        var recording = new RecordingObserver();
        journal.Subscribe(recording);
        journal.Append(new TestAppend("anna", 1, 0, [TestAppend.Event("a1")]) { WhenCompleted = _ => throw new InvalidOperationException("anna") });

        (await new TestActor(journal, "bert").Append("b1")).ShouldBe(2);

        recording.Heard.Count.ShouldBe(2);
        _logger.Lines.ShouldContain((3014, "anna threw when it was told the outcome of its append or snapshot."));
        _logger.Lines.ShouldContain(line => line.Id == 3013);
        await journal.DisposeAsync();
    }

    private static void FillDisk(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.Create);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private Task<SqliteJournal> OpenAsync() => TemporaryFolder.OpenAsync(_folder.Options, _logger);

    private async Task ShouldHold(params string[] lines)
    {
        await using var journal = await OpenAsync();
        Lines.Of(await journal.ReadAsync(0, 100, Cancellation)).ShouldBe(lines);
    }

    private sealed class ThrowingObserver : IJournalObserver
    {
        public void Committed(ReadOnlySpan<JournalEntry> entries) => throw new InvalidOperationException("observer");
    }
}
