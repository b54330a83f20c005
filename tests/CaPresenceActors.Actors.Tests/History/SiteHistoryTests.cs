using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.History;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Tests.Board;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit.Persistence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.History;

public sealed class SiteHistoryTests
{
    private static readonly UserProfile Sato = new() { Extension = "1100", Name = "Sato" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_changes_of_everybody_are_told_newest_first_and_page_by_page()
    {
        await using var bench = await BusyAsync();

        var all = await PagesAsync(bench, new SiteHistoryQuery());
        Told(all).ShouldBe(["1203 Lunch", "1100 Vacation", "1203 Vacation", "1100 Lunch", "1203 Lunch"]);
        (await PagesAsync(bench, new SiteHistoryQuery { Limit = 2 })).ShouldBe(all);
    }

    [Fact]
    public async Task Changes_can_be_asked_for_by_presence_cause_and_extension()
    {
        await using var bench = await BusyAsync();

        Told(await PagesAsync(bench, new SiteHistoryQuery { Presences = ["Vacation"] })).ShouldBe(["1100 Vacation", "1203 Vacation"]);
        Told(await PagesAsync(bench, new SiteHistoryQuery { Extension = "1203", Limit = 1 })).ShouldBe(["1203 Lunch", "1203 Vacation", "1203 Lunch"]);
        Told(await PagesAsync(bench, new SiteHistoryQuery { Extension = "1203", Presences = ["Vacation", "Available"] })).ShouldBe(["1203 Vacation"]);
        (await PagesAsync(bench, new SiteHistoryQuery { Causes = [PresenceCause.EventStarted] })).ShouldBeEmpty();
        (await PagesAsync(bench, new SiteHistoryQuery { Causes = [PresenceCause.EventStarted, PresenceCause.ManualSet] })).Count.ShouldBe(5);
        (await PagesAsync(bench, new SiteHistoryQuery { Extension = "nobody" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_can_be_asked_for_by_time()
    {
        await using var bench = await BusyAsync();

        Told(await PagesAsync(bench, new SiteHistoryQuery { From = At(9), To = At(11) })).ShouldBe(["1203 Vacation", "1100 Lunch"]);
        Told(await PagesAsync(bench, new SiteHistoryQuery { From = At(9), To = At(11), Extension = "1203" })).ShouldBe(["1203 Vacation"]);
        (await PagesAsync(bench, new SiteHistoryQuery { To = At(8) })).ShouldBeEmpty();
        (await PagesAsync(bench, new SiteHistoryQuery { From = At(13) })).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_changes_of_who_has_been_removed_are_still_told()
    {
        await using var bench = await BusyAsync();
        await bench.Engine.ChangeUsersAsync([], ["1100"], "admin", Cancelled);

        Told(await PagesAsync(bench, new SiteHistoryQuery { Extension = "1100", Limit = 1 })).ShouldBe(["1100 Vacation", "1100 Lunch"]);
    }

    [Fact]
    public async Task What_is_pruned_is_gone_and_the_rest_is_told()
    {
        await using var bench = await BusyAsync();
        bench.Store.CoverBySnapshots(bench.Store.Head);

        await bench.Store.PruneAsync(At(9, 30), 1_000, Cancelled);

        Told(await PagesAsync(bench, new SiteHistoryQuery { Limit = 1 })).ShouldBe(["1203 Lunch", "1100 Vacation", "1203 Vacation"]);
        Told(await PagesAsync(bench, new SiteHistoryQuery { Extension = "1203", Limit = 1 })).ShouldBe(["1203 Lunch", "1203 Vacation"]);
        (await PagesAsync(bench, new SiteHistoryQuery { Before = 2 })).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_rare_is_looked_for_in_bounded_pieces()
    {
        var journal = new InMemoryJournal();
        var rare = new JournalWriter(journal, PresenceIds.Of("1203"));
        await rare.AppendAsync(JournalWriter.Shows("Lunch", At(8)));
        var others = new JournalWriter(journal, PresenceIds.Of("1100"));
        await others.AppendAsync([.. Enumerable.Repeat(JournalWriter.Quiet(At(8)), SiteHistory.Patience + 100)]);
        var history = new SiteHistory(journal, new PresenceCodec(new SiteBook()), (_, _) => Task.FromResult<long?>(null));

        foreach (var query in new[] { new SiteHistoryQuery { Presences = ["Lunch"] }, new SiteHistoryQuery { Extension = "1203" } })
        {
            var first = await history.ReadAsync(query, Cancelled);
            first.Changes.ShouldBeEmpty();
            first.Next.ShouldBe(102);
            var second = await history.ReadAsync(query with { Before = first.Next }, Cancelled);
            second.Changes.ShouldHaveSingleItem().To.ShouldBe("Lunch");
            second.Next.ShouldBeNull();
        }
    }

    // 08:00, 09:00 … 12:00: one change each hour.
    private static async Task<EngineBench> BusyAsync()
    {
        var bench = await StartedAsync(Ito with { Account = null }, Sato);
        var changes = new[] { ("1203", "Lunch"), ("1100", "Lunch"), ("1203", "Vacation"), ("1100", "Vacation"), ("1203", "Lunch") };
        for (var hour = 0; hour < changes.Length; hour++)
        {
            bench.Time.SetUtcNow(At(8 + hour));
            await bench.Engine.SetManualAsync(changes[hour].Item1, new PresenceCommand.SetManualPresence(changes[hour].Item2, Hold.UntilCleared, null), Cancelled);
        }

        return bench;
    }

    private static IEnumerable<string> Told(IEnumerable<Actors.Board.PresenceChangeView> changes) => changes.Select(change => $"{change.Extension} {change.To}");

    private static async Task<List<Actors.Board.PresenceChangeView>> PagesAsync(EngineBench bench, SiteHistoryQuery query)
    {
        var changes = ImmutableList.CreateBuilder<Actors.Board.PresenceChangeView>();
        while (true)
        {
            var page = await bench.Engine.History.ReadAsync(query, Cancelled);
            page.Changes.Length.ShouldBeLessThanOrEqualTo(query.Limit);
            changes.AddRange(page.Changes);
            if (page.Next is not { } next)
            {
                return [.. changes];
            }

            query = query with { Before = next };
        }
    }
}
