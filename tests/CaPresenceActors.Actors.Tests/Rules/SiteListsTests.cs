using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Rules;

/// <summary>The site's lists over a whole engine: presences are replaced, and the last save is taken back.</summary>
public sealed class SiteListsTests
{
    private static readonly UserProfile Sato = new() { Extension = "1100", Name = "Sato", Account = "sato@example.com", OwnKeywords = KeywordList.Of([new KeywordRow("gym", "Lunch")], PresenceList.Initial) };
    private static readonly PresenceList WithoutLunch = Without("Lunch");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_presences_are_used_is_counted_over_everybody()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        await SetAsync(bench, "1203", "Lunch");

        var uses = await bench.Engine.Lists.UseAsync(Cancelled);

        uses.Single(use => use.Name == "Lunch").ShouldBe(new PresenceUse("Lunch", Keywords: 1, OwnKeywords: 1, Manual: 1, Shown: 1));
        uses.Single(use => use.Name == "Available").ShouldBe(new PresenceUse("Available", 0, 0, 0, Shown: 1));
    }

    [Fact]
    public async Task A_presence_that_is_in_use_is_not_removed_without_another_in_its_place()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        await SetAsync(bench, "1203", "Lunch");

        (await PutAsync(bench, WithoutLunch)).ShouldBe(new EngineReply.Refused(
            "The presence \"Lunch\" is in use: 1 keyword of the site's list leads to it and 1 keyword of people's own lists leads to it and it is set by hand at 1 extension. "
            + "Say which presence of the new list replaces it. Nothing was changed."));
        bench.Engine.Site.Rules.Presences.ShouldBe(PresenceList.Initial);

        (await PutAsync(bench, Without("Vacation"))).ShouldBeOfType<EngineReply.Done>();
    }

    [Fact]
    public async Task What_led_to_a_replaced_presence_leads_to_the_other_and_nothing_else_is_shown_in_between()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        await SetAsync(bench, "1203", "Lunch");
        var before = bench.Engine.Board.Position;

        (await PutAsync(bench, WithoutLunch, new PresenceRename("Lunch", "Out of office"))).ShouldBeOfType<EngineReply.Done>();
        await bench.ShowsAsync("1203", "Out of office");

        bench.Engine.Site.Rules.Keywords.Rows[1].ShouldBe(new KeywordRow("lunch", "Out of office"));
        (await bench.Engine.UsersAsync(Cancelled))[0].OwnKeywords!.Rows.ShouldBe([new KeywordRow("gym", "Out of office")]);
        (await bench.Engine.HistoryAsync("1203", null, 10, Cancelled))!.Where(change => change.Position > before).Select(change => $"{change.From} {change.To} {change.Cause}").ShouldBe(["Lunch Out of office PresencesChanged"]);
        (await bench.Engine.WhyAsync("1203", Cancelled))!.Manual!.Presence.ShouldBe("Out of office");
        bench.Store.Entries.Count(entry => entry.PersistenceId == PresenceIds.Site).ShouldBe(2, "the keywords of the bench, and this change as a whole");
    }

    [Fact]
    public async Task The_last_save_is_taken_back_and_that_too()
    {
        await using var bench = await StartedAsync(Ito);
        var first = bench.Engine.Site.Rules.Keywords;
        await bench.Engine.ChangeSiteAsync(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("yoga", "Lunch")]) }, "admin", Cancelled);
        await bench.Engine.ChangeSiteAsync(site => site with { TimeZone = "Asia/Tokyo" }, "admin", Cancelled);
        var second = bench.Engine.Site.Rules.Keywords;
        await bench.StopAsync();
        await bench.StartAsync();

        (await bench.Engine.Lists.UndoAsync("eve", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Site.Rules.Keywords.Rows.ShouldBe(first.Rows);
        bench.Engine.Site.TimeZone.ShouldBe("Asia/Tokyo");
        bench.Engine.Lists.LastSaved!.By.ShouldBe("eve");

        (await bench.Engine.Lists.UndoAsync("eve", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Site.Rules.Keywords.Rows.ShouldBe(second.Rows);
    }

    [Fact]
    public async Task A_rename_is_taken_back_with_all_that_went_along()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        await SetAsync(bench, "1203", "Lunch");
        var rename = new PresenceRename("Lunch", "Break");
        await bench.Engine.ChangeSiteAsync(site => site with { Rules = site.Rules.Rename(rename) }, "admin", Cancelled, rename);
        await bench.ShowsAsync("1203", "Break");

        (await bench.Engine.Lists.UndoAsync("admin", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        await bench.ShowsAsync("1203", "Lunch");
        bench.Engine.Site.Rules.Keywords.Rows[1].Presence.ShouldBe("Lunch");
        (await bench.Engine.UsersAsync(Cancelled))[0].OwnKeywords!.Rows[0].Presence.ShouldBe("Lunch");
    }

    [Fact]
    public async Task A_new_presence_that_came_into_use_keeps_the_list_from_being_taken_back()
    {
        await using var bench = await StartedAsync(Ito, Sato);
        var more = PresenceList.Of([.. PresenceList.Initial, new PresenceDefinition("Gym", Availability.Away, null, "#112233")]);
        (await PutAsync(bench, more)).ShouldBeOfType<EngineReply.Done>();
        await bench.Engine.ChangeUsersAsync([Sato with { OwnKeywords = KeywordList.Of([new KeywordRow("gym", "Gym")], more) }], [], "admin", Cancelled);

        (await bench.Engine.Lists.UndoAsync("admin", Cancelled)).ShouldBe(new EngineReply.Refused(
            "The presence list cannot be taken back, since presences would be gone that have come into use. The presence \"Gym\" is in use: 1 keyword of people's own lists leads to it. "
            + "Leave them out with a replacement instead. Nothing was changed."));
        bench.Engine.Site.Rules.Presences.ShouldBe(more);

        await bench.Engine.ChangeUsersAsync([Sato with { OwnKeywords = null }], [], "admin", Cancelled);
        (await bench.Engine.Lists.UndoAsync("admin", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Site.Rules.Presences.ShouldBe(PresenceList.Initial);
    }

    [Fact]
    public async Task Where_nothing_was_saved_nothing_is_taken_back()
    {
        await using var bench = new EngineBench();
        await bench.StartAsync();
        (await bench.Engine.Lists.UndoAsync("admin", Cancelled)).ShouldBe(new EngineReply.Refused("No keyword list and no presence list was saved yet, so there is nothing to take back."));
    }

    private static PresenceList Without(string name) => PresenceList.Of([.. PresenceList.Initial.Where(presence => presence.Name != name)]);

    private static Task<EngineReply> PutAsync(EngineBench bench, PresenceList presences, PresenceRename? replacing = null) => bench.Engine.Lists.PutPresencesAsync(presences, replacing, "admin", Cancelled);

    private static async Task SetAsync(EngineBench bench, string extension, string presence) =>
        (await bench.Engine.SetManualAsync(extension, new PresenceCommand.SetManualPresence(presence, Hold.UntilCleared, By: "admin"), Cancelled)).ShouldBeOfType<EngineReply.Done>();
}
