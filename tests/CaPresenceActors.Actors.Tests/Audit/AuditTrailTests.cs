using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Tests.Board;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit.Persistence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Audit;

public sealed class AuditTrailTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_keyword_list_is_told_row_by_row_with_who_and_when()
    {
        await using var bench = await StartedAsync(Ito);
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        await ChangeRulesAsync(bench, "anna", rules => rules.WithKeywords([new KeywordRow("lunch", "Lunch"), new KeywordRow("meeting", "In a meeting", WholeWord: true), new KeywordRow("yoga", "Do not disturb")]));

        var entry = (await ReadAsync(bench, new AuditQuery { Limit = 1 })).Entries.ShouldHaveSingleItem();
        (entry.At, entry.By, entry.What, entry.Subject).ShouldBe((At(8, 5), "anna", AuditKind.Keywords, null));
        entry.Sentence.ShouldBe("The keywords were changed: 1 added, 1 changed, order changed.");
        entry.Changes.ShouldBe(
        [
            new AuditChange("keywords[meeting]", "In a meeting", "In a meeting, wholeWord"),
            new AuditChange("keywords[yoga]", null, "Do not disturb"),
            new AuditChange("keywords.order", "meeting, lunch", "lunch, meeting"),
        ]);
    }

    [Fact]
    public async Task Each_kind_of_settings_is_an_entry_of_its_own()
    {
        await using var bench = await StartedAsync(Ito);

        await bench.Engine.ChangeSiteAsync(
            site => site with { TimeZone = "Asia/Tokyo", PollInterval = TimeSpan.FromSeconds(30), Rules = site.Rules with { Options = new PresenceOptions { AfterEvent = AfterEvent.Previous } } }, "anna", Cancelled);

        var newest = (await ReadAsync(bench, new AuditQuery { By = "ANNA" })).Entries;
        newest.Select(entry => (entry.What, entry.Sentence)).ShouldBe(
        [
            (AuditKind.Options, "The options were changed: afterEvent."),
            (AuditKind.Preferences, "The preferences were changed: pollIntervalSeconds, timeZone."),
        ]);
        newest[0].Changes.ShouldBe([new AuditChange("afterEvent", "default", "previous")]);
        newest[1].Changes.ShouldBe([new AuditChange("pollIntervalSeconds", "60", "30"), new AuditChange("timeZone", "UTC", "Asia/Tokyo")]);
        newest[0].Position.ShouldBe(newest[1].Position);

        (await ReadAsync(bench, new AuditQuery { What = AuditKind.Options })).Entries.ShouldHaveSingleItem().Changes.ShouldBe(newest[0].Changes);
    }

    [Fact]
    public async Task Of_a_password_is_told_that_it_was_set_or_changed_and_nothing_else()
    {
        await using var bench = new EngineBench();
        await bench.StartAsync();
        var connection = new ExchangeConnection { Server = "mail.example.com", UserName = "svc@example.com", Password = "XYZZY-1" };
        await bench.Engine.ChangeExchangeAsync(connection, "anna", Cancelled);
        await bench.Engine.ChangeExchangeAsync(connection with { Password = "XYZZY-2" }, "anna", Cancelled);
        await bench.Engine.ChangeExchangeAsync(connection with { Password = "", MaxConnections = 4 }, "anna", Cancelled);
        await bench.Engine.ChangeExchangeAsync(null, "anna", Cancelled);

        var entries = (await ReadAsync(bench, new AuditQuery { What = AuditKind.Exchange })).Entries;

        entries.Select(entry => entry.Sentence).ShouldBe(
        [
            "The connection to Exchange was taken away.",
            "The connection to Exchange was changed: maxConnections.",
            "The connection to Exchange was changed: password.",
            "The connection to Exchange was set.",
        ]);
        entries[3].Changes.ShouldContain(new AuditChange("server", null, "mail.example.com"));
        entries[3].Changes.ShouldContain(new AuditChange("authentication", null, "basic"));
        entries[3].Changes.ShouldContain(new AuditChange("password", null, "set"));
        entries[2].Changes.ShouldBe([new AuditChange("password", null, "changed")]);
        entries[1].Changes.ShouldBe([new AuditChange("maxConnections", "8", "4")]);
        entries[0].Changes.ShouldContain(new AuditChange("userName", "svc@example.com", null));
        entries.SelectMany(entry => entry.Changes).ShouldAllBe(change => !$"{change.Before}{change.After}".Contains("XYZZY"));
        (await bench.Store.ReadAsync(0, 1_000, Cancelled)).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Payload.Span)).ShouldAllBe(entry => !entry.Contains("XYZZY"));
    }

    [Fact]
    public async Task A_user_is_told_when_added_changed_and_removed()
    {
        await using var bench = await StartedAsync(Ito);
        await bench.Engine.ChangeUsersAsync([Ito with { Name = "Itō", TimeZone = "Asia/Tokyo", OwnKeywords = KeywordList.OfStored([new KeywordRow("desk", "Available")]) }], [], "anna", Cancelled);
        await bench.Engine.ChangeUsersAsync([], ["1203"], "ben", Cancelled);

        var entries = (await ReadAsync(bench, new AuditQuery { Subject = "1203" })).Entries;

        entries.Select(entry => (entry.By, entry.What, entry.Sentence)).ShouldBe(
        [
            ("ben", AuditKind.User, "Itō (1203) was removed."),
            ("anna", AuditKind.User, "Itō (1203) was changed: name, timeZone, keywords."),
            ("admin", AuditKind.User, "Ito (1203) was added."),
        ]);
        entries[1].Changes.ShouldBe(
            [new AuditChange("name", "Ito", "Itō"), new AuditChange("timeZone", null, "Asia/Tokyo"), new AuditChange("keywords[desk]", null, "Available")], ignoreOrder: true);
        entries[0].Changes.ShouldContain(new AuditChange("exchangeAccount", "ito@example.com", null));
        entries[2].Changes.ShouldContain(new AuditChange("exchangeAccount", null, "ito@example.com"));
    }

    [Fact]
    public async Task A_replaced_presence_is_not_called_renamed()
    {
        await using var bench = await StartedAsync(Ito);
        var rest = PresenceList.Of([.. PresenceList.Initial.Where(presence => presence.Name is not ("Lunch" or "Vacation"))]);
        var replacing = PresenceRename.OfAll([("Lunch", "Available"), ("Vacation", "Out of office")]);
        (await bench.Engine.Lists.PutPresencesAsync(rest, replacing, "anna", Cancelled)).ShouldBeOfType<EngineReply.Done>();

        (await ReadAsync(bench, new AuditQuery { Limit = 2 })).Entries.Select(entry => entry.Sentence).ShouldBe(
        [
            "The presence \"Lunch\" was removed, and \"Available\" took its place. The presence \"Vacation\" was removed, and \"Out of office\" took its place.",
            "The keywords were changed: 1 changed.",
        ]);
    }

    [Fact]
    public async Task What_a_renamed_presence_did_to_own_keywords_is_told_as_well()
    {
        await using var bench = await StartedAsync(Ito with { OwnKeywords = KeywordList.OfStored([new KeywordRow("desk", "Lunch")]) });
        await bench.Engine.ChangeSiteAsync(
            site => site with { Rules = site.Rules.Rename(new PresenceRename("Lunch", "Canteen")) }, "anna", Cancelled, new PresenceRename("Lunch", "Canteen"));
        await bench.Engine.UsersAsync(Cancelled);

        var entries = (await ReadAsync(bench, new AuditQuery { Limit = 3 })).Entries;

        entries.Select(entry => (entry.By, entry.Sentence)).ShouldBe(
        [
            ("presence list", "Ito (1203) was changed: keywords."),
            ("anna", "The presence \"Lunch\" was renamed to \"Canteen\"."),
            ("anna", "The keywords were changed: 1 changed."),
        ]);
    }

    [Fact]
    public async Task What_was_before_is_right_when_the_event_before_it_is_pruned()
    {
        await using var bench = await StartedAsync(Ito);
        await bench.StopAsync();
        bench.Time.SetUtcNow(At(9));
        await bench.StartAsync();
        await ChangeRulesAsync(bench, "anna", rules => rules.WithKeywords([new KeywordRow("lunch", "Lunch")]));
        await bench.Engine.ChangeUsersAsync([Ito with { Name = "Itō" }], [], "anna", Cancelled);
        var kept = (await ReadAsync(bench, new AuditQuery { By = "anna" })).Entries;
        bench.Store.CoverBySnapshots(bench.Store.Head);

        (await bench.Store.PruneAsync(At(8, 30), 1_000, Cancelled)).ShouldBeGreaterThan(0);

        var page = await ReadAsync(bench, new AuditQuery());
        page.Next.ShouldBeNull();
        page.Entries.Select(entry => entry.Position).ShouldBe(kept.Select(entry => entry.Position));
        page.Entries[0].Changes.ShouldBe([new AuditChange("name", "Ito", "Itō")]);
        page.Entries[1].Changes.ShouldBe([new AuditChange("keywords[meeting]", "In a meeting", null)]);
    }

    [Fact]
    public async Task Page_after_page_tells_everything_once_and_a_restart_forgets_nothing()
    {
        await using var bench = await StartedAsync(Ito);
        for (var port = 1; port <= 7; port++)
        {
            await bench.Engine.ChangeUsersAsync([Ito with { Name = $"Ito {port}" }], [], "anna", Cancelled);
            await bench.Engine.ChangeSiteAsync(site => site with { PollInterval = TimeSpan.FromSeconds(100 + port) }, "anna", Cancelled);
        }

        var all = (await ReadAsync(bench, new AuditQuery())).Entries;
        all.Select(entry => entry.Position).ShouldBeInOrder(SortDirection.Descending);
        (await PagesAsync(bench, new AuditQuery { Limit = 3 })).ShouldBe(all, Same);
        (await ReadAsync(bench, new AuditQuery { Before = all[4].Position })).Entries.ShouldBe(all.Skip(5), Same);

        await bench.StopAsync();
        await bench.StartAsync();
        (await PagesAsync(bench, new AuditQuery { Limit = 3 })).ShouldBe(all, Same);
    }

    [Fact]
    public async Task Entries_can_be_asked_for_by_time()
    {
        await using var bench = await StartedAsync(Ito);
        bench.Time.SetUtcNow(At(9));
        await bench.Engine.ChangeUsersAsync([Ito with { Name = "Nine" }], [], "anna", Cancelled);
        bench.Time.SetUtcNow(At(10));
        await bench.Engine.ChangeUsersAsync([Ito with { Name = "Ten" }], [], "anna", Cancelled);

        (await ReadAsync(bench, new AuditQuery { From = At(9), To = At(10) })).Entries.ShouldHaveSingleItem().Sentence.ShouldStartWith("Nine ");
        (await ReadAsync(bench, new AuditQuery { From = At(10) })).Entries.ShouldHaveSingleItem().Sentence.ShouldStartWith("Ten ");
    }

    [Fact]
    public async Task An_import_of_many_users_is_walked_in_bounded_pieces_and_does_not_stand_before_the_settings()
    {
        const int Many = 2 * AuditTrail.Patience + 10;
        await using var bench = await StartedAsync(Ito);
        await bench.Engine.ChangeUsersAsync([.. Enumerable.Range(100_000, Many).Select(number => new UserProfile { Extension = $"{number}", Name = "Somebody" })], [], "import", Cancelled);

        // Settings have a chain of their own.
        (await ReadAsync(bench, new AuditQuery { What = AuditKind.Keywords, Limit = 1 })).Entries.ShouldHaveSingleItem().By.ShouldBe("admin");

        // What stands behind the import is found a piece at a time.
        var first = await ReadAsync(bench, new AuditQuery { By = "admin", What = AuditKind.User });
        var second = await ReadAsync(bench, new AuditQuery { By = "admin", What = AuditKind.User, Cursor = first.Next });
        var third = await ReadAsync(bench, new AuditQuery { By = "admin", What = AuditKind.User, Cursor = second.Next });
        first.Entries.ShouldBeEmpty();
        second.Entries.ShouldBeEmpty();
        third.Entries.ShouldHaveSingleItem().Subject.ShouldBe("1203");
        third.Next.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_of_a_version_before_the_audit_is_compared_with_the_one_before_it()
    {
        var journal = new InMemoryJournal();
        var site = new JournalWriter(journal, PresenceIds.Site);
        var users = new JournalWriter(journal, PresenceIds.Users);
        await site.AppendAsync(new SiteChanged(At(8), "admin", SiteConfiguration.Initial, null));
        await site.AppendAsync(new SiteChanged(At(8), "admin", SiteConfiguration.Initial with { TimeZone = "Asia/Tokyo" }, null));
        await users.AppendAsync(new UserChanged(At(8), "admin", "1203", Ito));
        await users.AppendAsync(new UserChanged(At(8), "admin", "1203", null));
        var trail = new AuditTrail(journal, new PresenceCodec(new SiteBook()), new NewestEntries(journal, AuditSource.All.Select(source => source.PersistenceId)), AuditSource.All);

        var entries = (await trail.ReadAsync(new AuditQuery { Limit = 3 }, Cancelled)).Entries;

        entries.Select(entry => entry.Sentence).ShouldBe(["Extension 1203 was removed.", "Ito (1203) was stored.", "The preferences were changed: timeZone."]);
        entries[2].Changes.ShouldBe([new AuditChange("timeZone", "UTC", "Asia/Tokyo")]);
    }

    [Fact]
    public async Task A_cursor_that_leads_elsewhere_is_refused()
    {
        await using var bench = await StartedAsync(Ito);
        var position = (await ReadAsync(bench, new AuditQuery { What = AuditKind.User })).Entries[0].Position;

        var cursor = AuditCursor.Parse($"site.{position}");

        (await Should.ThrowAsync<AuditCursorException>(() => ReadAsync(bench, new AuditQuery { Cursor = cursor }))).Message.ShouldStartWith($"The cursor says that site has an entry at position {position}");
    }

    [Theory]
    [InlineData("site.12_users.48", true)]
    [InlineData("sign-ins.9223372036854775807", true)]
    [InlineData("", false)]
    [InlineData("site", false)]
    [InlineData("site.0", false)]
    [InlineData("site.-1", false)]
    [InlineData(".5", false)]
    [InlineData("site.1_site.2", false)]
    [InlineData("site.9223372036854775808", false)]
    public void A_cursor_is_read_as_it_was_written(string text, bool isOne) => AuditCursor.Parse(text)?.ToString().ShouldBe(isOne ? text : null);

    private static Task<AuditPage> ReadAsync(EngineBench bench, AuditQuery query) => bench.Engine.Audit.ReadAsync(query, Cancelled);

    private static async Task ChangeRulesAsync(EngineBench bench, string by, Func<SiteSettings, SiteSettings> change) =>
        (await bench.Engine.ChangeSiteAsync(site => site with { Rules = change(site.Rules) }, by, Cancelled)).ShouldBeOfType<EngineReply.Done>();

    private static async Task<List<AuditEntry>> PagesAsync(EngineBench bench, AuditQuery query)
    {
        var entries = new List<AuditEntry>();
        do
        {
            var page = await ReadAsync(bench, query);
            entries.AddRange(page.Entries);
            query = query with { Cursor = page.Next };
        }
        while (query.Cursor is not null);

        return entries;
    }

    // A record that holds an array has no equality of value.
    private static readonly IEqualityComparer<AuditEntry> Same = EqualityComparer<AuditEntry>.Create(
        (one, other) => one! with { Changes = [] } == other! with { Changes = [] } && one.Changes.SequenceEqual(other.Changes), entry => entry.Position.GetHashCode());
}
