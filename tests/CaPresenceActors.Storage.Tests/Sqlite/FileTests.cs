using System.Text;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Storage.Sqlite.Opening;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Sqlite;

/// <summary>What stands in the files.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(40_000)] // on pages of its own
    public async Task A_document_that_was_overwritten_or_deleted_is_nowhere_in_the_file(int length)
    {
        var secret = "Interview with the works council " + new string('s', length);
        await using (var journal = await _folder.OpenAsync())
        {
            var anna = new TestActor(journal, "anna");
            var bert = new TestActor(journal, "bert");
            await anna.Write("reading", secret);
            await bert.Write("reading", secret);
            await journal.FlushAsync(Cancellation);
            await anna.Write("reading", "nothing");
            await bert.Write("reading", null);
        }

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["journal.db", "journal.db.lock"], ignoreOrder: true);
        var bytes = await File.ReadAllBytesAsync(_folder.Journal, Cancellation);
        bytes.AsSpan().IndexOf("works council"u8).ShouldBe(-1);
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(new string('s', 30))).ShouldBe(-1);
    }

    [Fact]
    public async Task The_size_on_the_disk_counts_the_database_and_its_write_ahead_log()
    {
        await using var journal = await _folder.OpenAsync();
        journal.SizeOnDisk.ShouldBeLessThan(1_000_000);

        await new TestActor(journal, "anna").Append(new string('x', 1_000_000));

        // What making the tables left in the log may be gone by now: a checkpoint takes it back.
        journal.SizeOnDisk.ShouldBeGreaterThan(1_000_000);
        SqliteJournal.Engine.ShouldStartWith("SQLite 3.");
        SqliteJournal.SchemaVersion.ShouldBe(Schema.Steps.Count);
    }

    [Fact]
    public async Task The_write_ahead_log_stays_short_while_appends_never_pause()
    {
        var options = _folder.Options with { CheckpointWhenIdle = 64 << 10, CheckpointAlways = 256 << 10 };
        await using var journal = await TemporaryFolder.OpenAsync(options);
        var payload = new string('x', 10_000);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var actor = new TestActor(journal, $"actor-{i}");
            for (var n = 0; n < 500; n++)
            {
                await actor.Append(payload);
            }
        }));

        new FileInfo(_folder.Journal).Length.ShouldBeGreaterThan(10 << 20);
        new FileInfo(_folder.Journal + "-wal").Length.ShouldBeLessThan(10 << 20);
    }

    [Fact]
    public async Task Pruned_space_is_used_again()
    {
        await using var journal = await _folder.OpenAsync();
        var anna = new TestActor(journal, "anna");
        var sizes = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            await anna.Append([.. Enumerable.Repeat(new string('x', 1000), 500)]);
            await anna.Save("state");
            journal.CoverBySnapshots(anna.Position);
            (await journal.PruneAsync(TestAppend.Noon.AddDays(1), 1000, Cancellation)).ShouldBe(500);
            using var database = new Database(_folder.Journal);
            sizes.Add(database.Text("PRAGMA page_count"));
        }

        sizes[3].ShouldBe(sizes[1]);
        journal.Oldest.ShouldBe(2001);
    }
}
