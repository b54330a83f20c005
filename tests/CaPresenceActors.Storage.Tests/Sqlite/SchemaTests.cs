using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite;
using CaPresenceActors.Storage.Sqlite.Opening;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Sqlite;

public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _logger = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_are_numbered_without_a_gap() => Schema.Steps.Select(step => step.Version).ShouldBe(Enumerable.Range(1, Schema.Steps.Count));

    [Fact]
    public async Task An_older_journal_is_upgraded_step_by_step_and_keeps_its_entries()
    {
        await using (var old = await _folder.OpenAsync())
        {
            await new TestActor(old, "anna").Append("a1", "a2");
        }

        var newest = Schema.Steps.Count;
        SchemaStep[] future =
        [
            .. Schema.Steps,
            new(newest + 1, "ALTER TABLE journal ADD COLUMN shard INTEGER NOT NULL DEFAULT 0; UPDATE journal SET shard = position * 10"),
            new(newest + 2, "CREATE TABLE shard AS SELECT DISTINCT shard AS id FROM journal"),
        ];
        await using (var upgraded = await SqliteJournal.OpenAsync(_folder.Options, TimeProvider.System, _logger, future, TestContext.Current.CancellationToken))
        {
            Lines.Of(await upgraded.ReadAsync(0, 10, TestContext.Current.CancellationToken)).ShouldBe(["1 anna 1 <0 a1", "2 anna 2 <1 a2"]);
        }

        _logger.Lines.ShouldContain((3003, $"Journal {_folder.Journal} upgraded from schema {newest} to {newest + 2}."));
        using var database = new Database(_folder.Journal);
        database.Text("SELECT group_concat(id) FROM shard").ShouldBe("10,20");
        database.Text("PRAGMA user_version").ShouldBe($"{newest + 2}");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_journal_as_it_was()
    {
        await using (var old = await _folder.OpenAsync())
        {
            await new TestActor(old, "anna").Append("a1");
        }

        SchemaStep[] broken = [.. Schema.Steps, new(Schema.Steps.Count + 1, "DELETE FROM journal; SELECT nonsense FROM nowhere")];
        var error = await Should.ThrowAsync<JournalException>(() => SqliteJournal.OpenAsync(_folder.Options, TimeProvider.System, null, broken, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("no such table: nowhere");
        await using var journal = await _folder.OpenAsync();
        journal.Head.ShouldBe(1);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        using (var database = new Database(_folder.Journal))
        {
            database.Execute("PRAGMA user_version = 99");
        }

        var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

        error.Message.ShouldContain($"was written by a newer version of this program: its schema is 99, and this program knows schemas up to {Schema.Steps.Count}");
        using var after = new Database(_folder.Journal);
        after.Text("PRAGMA user_version").ShouldBe("99");
    }

    [Fact]
    public async Task The_tables_carry_our_mark_so_that_tools_can_tell_them()
    {
        await (await _folder.OpenAsync()).DisposeAsync();

        using var database = new Database(_folder.Journal);
        database.Text("PRAGMA application_id").ShouldBe("1130451009");
        database.Text("PRAGMA journal_mode").ShouldBe("wal");
        database.Text("PRAGMA integrity_check").ShouldBe("ok");
    }
}
