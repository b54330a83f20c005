using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Sqlite;

/// <summary>A file that was damaged while nobody had it open.</summary>
public sealed class DamageTests : IDisposable
{
    private const int PageSize = 4096;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 16)] // "SQLite format 3"
    [InlineData(16, 2)] // size of a page
    [InlineData(44, 4)] // form of the schema
    [InlineData(100, 8)] // root of the list of tables
    public async Task A_damaged_beginning_is_refused_with_the_advice_to_restore(int offset, int count)
    {
        await MakeJournal();
        Damage(offset, count);

        var error = await Should.ThrowAsync<JournalException>(_folder.OpenAsync);

        error.Message.ShouldContain(_folder.Journal);
        error.Message.ShouldContain("restore the latest backup");
    }

    [Fact]
    public async Task A_journal_cut_off_in_the_middle_is_noticed()
    {
        await MakeJournal();
        using (var file = new FileStream(_folder.Journal, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        var error = await Should.ThrowAsync<JournalException>(ReadEverything);

        error.Message.ShouldContain("restore the latest backup");
    }

    [Fact]
    public async Task Damaged_pages_are_noticed_when_they_are_read()
    {
        await MakeJournal();
        var length = new FileInfo(_folder.Journal).Length;
        for (var page = 10; page < length / PageSize; page++)
        {
            Damage(page * PageSize, 12);
        }

        var error = await Should.ThrowAsync<JournalException>(ReadEverything);

        error.Message.ShouldContain("is damaged");
        error.Message.ShouldContain("restore the latest backup");
    }

    [Fact]
    public async Task Appends_to_a_damaged_table_fail_and_say_so()
    {
        await MakeJournal();
        Damage((Root("document") - 1) * PageSize, 8);
        await using var journal = await _folder.OpenAsync();

        var error = await Should.ThrowAsync<JournalException>(new TestActor(journal, "new").Write("reading", "monday"));

        error.Message.ShouldContain("the file is damaged");
        journal.Health.Problem.ShouldNotBeNull().ShouldContain("restore the latest backup");
        (await new TestActor(journal, "newer").Append("e1")).ShouldBeGreaterThan(2000);
    }

    [Fact]
    public async Task A_covered_position_beyond_the_head_is_refused()
    {
        await MakeJournal();
        using (var database = new Database(_folder.Journal))
        {
            database.Execute("UPDATE meta SET value = 999999 WHERE name = 'covered'");
        }

        (await Should.ThrowAsync<JournalException>(_folder.OpenAsync)).Message.ShouldContain("snapshots cover entries up to 999999, but the newest entry is 2000");
    }

    private async Task MakeJournal()
    {
        await using var journal = await _folder.OpenAsync();
        var appends = Enumerable.Range(0, 2000).Select(i => new TestAppend($"actor-{i}", 1, 0, [TestAppend.Event($"{new string('e', 100)} {i}")], TestAppend.Document("reading", new string('d', 300)))).ToList();
        appends.ForEach(journal.Append);
        await Task.WhenAll(appends.Select(append => append.Outcome));
    }

    private async Task ReadEverything()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.ReadAsync(0, int.MaxValue, Cancellation);
        await Recovered.All(journal);
    }

    private int Root(string table)
    {
        using var database = new Database(_folder.Journal);
        return int.Parse(database.Text($"SELECT rootpage FROM sqlite_master WHERE name = '{table}'"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Damage(long offset, int count)
    {
        using var file = new FileStream(_folder.Journal, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        file.Position = offset;
        file.Write([.. bytes.Select(b => (byte)~b)]);
    }
}
