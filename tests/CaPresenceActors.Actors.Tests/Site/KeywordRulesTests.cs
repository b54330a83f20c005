using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Site;

public sealed class KeywordRulesTests : IDisposable
{
    private InMemoryJournal _store = new();
    private FaultInjectingJournal _journal;
    private TestSystem _system;
    private SiteBook _book;
    private Listener _listener;
    private IActorRef _rules;

    public KeywordRulesTests() => Start();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_new_site_has_the_initial_settings() => Current.ShouldBe(SiteConfiguration.Initial);

    [Fact]
    public void A_change_gets_the_next_version_and_everybody_hears_of_it_once_it_is_on_the_disk()
    {
        _store.HoldCommits();
        var answer = _rules.Ask<EngineReply>(new KeywordRulesMessage.Change(site => site with { TimeZone = "Asia/Tokyo" }, "admin"), Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        _system.RunUntilIdle();
        _book.Current.ShouldBe(SiteConfiguration.Initial);
        _listener.Heard.ShouldBeEmpty();

        _store.Release();
        _system.Complete(answer).ShouldBe(new EngineReply.Done(1));
        _book.Current.TimeZone.ShouldBe("Asia/Tokyo");
        _book.Current.Rules.Version.ShouldBe(1);
        _listener.Heard.ShouldBe([(SiteConfiguration.Initial, _book.Current, null)]);
    }

    [Fact]
    public void A_change_that_breaks_a_rule_is_refused_and_changes_nothing()
    {
        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("x", "Nowhere")]) })
            .ShouldBe(new EngineReply.Refused("Keyword 1 (\"x\") leads to \"Nowhere\", which is not in the presence list."));
        Current.ShouldBe(SiteConfiguration.Initial);
        _store.Head.ShouldBe(0);
    }

    [Fact]
    public void A_change_to_what_is_there_already_is_no_new_version()
    {
        Change(site => site with { TimeZone = "UTC" }).ShouldBe(new EngineReply.Done(0));
        _store.Head.ShouldBe(0);
        _listener.Heard.ShouldBeEmpty();
    }

    [Fact]
    public void What_could_not_be_recorded_is_not_changed_and_can_be_changed_later()
    {
        _journal.RefuseAppend();
        Should.Throw<PersistFailedException>(() => Change(site => site with { TimeZone = "Asia/Tokyo" }));
        _system.Advance(TimeSpan.FromSeconds(1));
        Current.ShouldBe(SiteConfiguration.Initial);
        Change(site => site with { TimeZone = "Asia/Tokyo" }).ShouldBeOfType<EngineReply.Done>();
        Current.TimeZone.ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public void The_settings_survive_a_restart_with_the_protected_password_which_stands_in_the_document_alone()
    {
        Change(_ => Codec.Samples.Site).ShouldBeOfType<EngineReply.Done>();
        Change(site => site with { TimeZone = "UTC" }).ShouldBeOfType<EngineReply.Done>();
        var before = Current;
        Restart();

        Current.ShouldBe(before);
        _book.Current.ShouldBe(before);
        Current.Exchange!.ProtectedPassword.ShouldBe("XYZZY-protected");
        _store.Entries.Select(entry => Text(entry.Payload)).ShouldAllBe(text => !text.Contains("XYZZY"));
        _store.DocumentsOf(PresenceIds.Site).Where(document => Text(document.Value).Contains("XYZZY", StringComparison.Ordinal)).Select(document => document.Key).ShouldBe(["configuration"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_newest_versions_are_kept_over_a_restart_and_older_ones_go(bool snapshot)
    {
        for (var minute = 1; minute <= 20; minute++)
        {
            Change(site => site with { PollInterval = TimeSpan.FromSeconds(60 + minute), Rules = site.Rules with { Integration = !site.Rules.Integration } });
        }

        if (snapshot)
        {
            _system.Complete(_system.System.Snapshots.SweepAsync(CancellationToken.None));
        }

        Restart();
        _store.DocumentsOf(PresenceIds.Site).Keys.Count(key => key.StartsWith("rules-", StringComparison.Ordinal)).ShouldBe(SiteBook.KeptVersions);
        _book.Find(20).ShouldBe(_book.Current.Rules);
        _book.Find(19).Integration.ShouldBeTrue();
        _book.Find(5).Integration.ShouldBeTrue();
        _book.Find(2).ShouldBe(_book.Find(5) with { Version = 2 }, "what is not kept is the nearest newer one, under its own number");
        Change(site => site with { TimeZone = "Asia/Tokyo" });
        Current.Rules.Version.ShouldBe(21);
    }

    [Fact]
    public void Renames_are_found_again_after_a_restart()
    {
        var rename = new PresenceRename("Lunch", "Break");
        Change(site => site with { Rules = site.Rules.Rename(rename) }, rename);
        Change(site => site with { TimeZone = "Asia/Tokyo" });
        Restart();
        _book.FirstRename(0, 2)!.Rename.ShouldBe(rename);
        _book.FirstRename(0, 2)!.Rules.Version.ShouldBe(1);
        _book.FirstRename(1, 2).ShouldBeNull();
    }

    [Fact]
    public void A_saved_list_leaves_the_way_back_and_other_settings_do_not()
    {
        _book.LastSaved.ShouldBeNull();
        Change(site => site with { TimeZone = "Asia/Tokyo" });
        _book.LastSaved.ShouldBeNull();

        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("meeting", "Lunch")]) });
        Change(site => site with { Rules = site.Rules with { Integration = true } });
        var saved = _book.LastSaved.ShouldNotBeNull();
        saved.ShouldBe(new SavedLists(SavedList.Keywords, _system.Time.GetUtcNow(), "admin", PresenceList.Initial, KeywordList.Empty, null));
        saved.Sentence(Current.Rules).ShouldBe("admin saved the keyword list: 1 added.");
        saved.ApplyTo(Current.Rules).ShouldBe(SiteSettings.Initial with { Version = 3, Integration = true });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_way_back_survives_a_restart(bool snapshot)
    {
        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("lunch", "Lunch", WholeWord: true)]) });
        var rename = new PresenceRename("Lunch", "Break");
        Change(site => site with { Rules = site.Rules.Rename(rename) }, rename);
        var saved = _book.LastSaved.ShouldNotBeNull();
        if (snapshot)
        {
            _system.Complete(_system.System.Snapshots.SweepAsync(CancellationToken.None));
        }

        Restart();

        _book.LastSaved.ShouldBe(saved);
        saved.What.ShouldBe(SavedList.Presences);
        saved.Back.ShouldBe(new PresenceRename("Break", "Lunch"));
        saved.Keywords.Rows.ShouldBe([new KeywordRow("lunch", "Lunch", WholeWord: true)]);
        saved.Sentence(Current.Rules).ShouldBe("admin saved the presence list: 1 changed.");
    }

    [Fact]
    public void A_list_that_could_not_be_recorded_is_nothing_to_take_back()
    {
        _journal.RefuseAppend();
        Should.Throw<PersistFailedException>(() => Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("lunch", "Lunch")]) }));
        _system.Advance(TimeSpan.FromSeconds(1));
        Current.ShouldBe(SiteConfiguration.Initial);
        _book.LastSaved.ShouldBeNull();
    }

    [Fact]
    public void What_the_configuration_gave_a_new_site_is_not_taken_back()
    {
        Change(site => site with { SeedPending = true, Rules = site.Rules.WithKeywords([new KeywordRow("lunch", "Lunch")]) });
        Change(site => site with { SeedPending = false });
        _book.LastSaved.ShouldBeNull();
    }

    [Fact]
    public void A_save_says_what_it_changed()
    {
        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("lunch", "Lunch"), new KeywordRow("trip", "Business trip"), new KeywordRow("off", "Vacation")]) });
        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("LUNCH", "Lunch"), new KeywordRow("off", "Vacation"), new KeywordRow("yoga", "Lunch")]) });
        _book.LastSaved!.Sentence(Current.Rules).ShouldBe("admin saved the keyword list: 1 added, 1 removed, 1 changed.");
        Change(site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("off", "Vacation"), new KeywordRow("LUNCH", "Lunch"), new KeywordRow("yoga", "Lunch")]) });
        _book.LastSaved!.Sentence(Current.Rules).ShouldBe("admin saved the keyword list: the order changed.");
    }

    [Fact]
    public void An_announcement_says_what_the_settings_are()
    {
        _system.Ask<EngineReply>(_rules, new KeywordRulesMessage.Announce()).ShouldBe(new EngineReply.Done(0));
        _listener.Heard.ShouldBe([(null, SiteConfiguration.Initial, null)]);
    }

    [Fact]
    public void Damaged_settings_are_not_taken_for_the_initial_ones()
    {
        var document = new RecoveredDocument("configuration", "{\"rules\":"u8.ToArray());
        Should.Throw<JournalException>(() => Documents.Read(document, PresenceIds.Site, JournalJson.Default.SiteForm, Forms.Read)).Message.ShouldBe(
            "The content of document \"configuration\" of site is damaged and cannot be read. Nothing was changed; restore the journal from a backup.");
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private SiteConfiguration Current => _system.Ask<SiteConfiguration>(_rules, new KeywordRulesMessage.GetCurrent());

    private EngineReply Change(Func<SiteConfiguration, SiteConfiguration> change, PresenceRename? rename = null) =>
        _system.Ask<EngineReply>(_rules, new KeywordRulesMessage.Change(change, "admin", rename));

    private void Restart()
    {
        _system.Terminate();
        _store = _store.Reopen();
        Start();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_journal), nameof(_system), nameof(_book), nameof(_listener), nameof(_rules))]
    private void Start()
    {
        (_book, _listener) = (new SiteBook(), new Listener());
        _journal = new FaultInjectingJournal(_store);
        _system = TestSystem.Create(_journal, new PresenceCodec(_book));
        _rules = _system.ActorOf(() => new KeywordRules(_system.Time, _book, _listener), "rules");
    }

    private sealed class Listener : ISiteListener
    {
        public List<(SiteConfiguration? Before, SiteConfiguration Site, PresenceRename? Rename)> Heard { get; } = [];

        public void Changed(SiteConfiguration? before, SiteConfiguration site, PresenceRename? rename) => Heard.Add((before, site, rename));
    }
}
