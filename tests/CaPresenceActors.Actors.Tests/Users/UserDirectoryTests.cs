using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Users;

public sealed class UserDirectoryTests : IDisposable
{
    private static readonly UserProfile Ito = new() { Extension = "1203", Name = "Ito", Account = "ito@example.com" };
    private static readonly UserProfile Sato = new() { Extension = "1100", Name = "Sato" };

    private InMemoryJournal _store = new();
    private FaultInjectingJournal _journal;
    private TestSystem _system;
    private Listener _listener;
    private UserBook _book;
    private SiteBook _site;
    private IActorRef _users;

    public UserDirectoryTests() => Start();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Users_are_listed_in_order_of_the_extension()
    {
        Put(Ito, Sato).ShouldBe(new EngineReply.Done(2));
        All.ShouldBe([Sato, Ito]);
        _listener.Heard.ShouldBe(["put 1203", "put 1100"]);
    }

    [Fact]
    public void Nobody_hears_of_a_user_before_it_is_on_the_disk()
    {
        _store.HoldCommits();
        var answer = _users.Ask<EngineReply>(new UserDirectoryMessage.Change([Ito], [], "admin"), Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        _system.RunUntilIdle();
        _listener.Heard.ShouldBeEmpty();
        _store.Release();
        _system.Complete(answer).ShouldBe(new EngineReply.Done(1));
        _listener.Heard.ShouldBe(["put 1203"]);
    }

    [Fact]
    public void What_has_not_changed_is_not_recorded()
    {
        Put(Ito);
        Put(Ito).ShouldBe(new EngineReply.Done(1));
        _store.Head.ShouldBe(1);
    }

    [Fact]
    public void An_import_with_one_bad_profile_changes_nothing()
    {
        Put(Ito with { Name = "Other" }, Sato with { Account = "nobody" }).ShouldBe(new EngineReply.Refused(
            "The Exchange user account is \"nobody\"; the form [user name]@[domain name] is needed, at most 254 characters. Nothing was changed."));
        All.ShouldBeEmpty();
        _store.Head.ShouldBe(0);
    }

    [Fact]
    public void An_extension_that_is_named_twice_or_is_not_there_is_refused()
    {
        Put(Ito);
        Put(Sato, Sato).ShouldBe(new EngineReply.Refused("The extension 1100 is named twice; nothing was changed."));
        Change([Ito], ["1203"]).ShouldBe(new EngineReply.Refused("The extension 1203 is named twice; nothing was changed."));
        Change([Sato], ["9"]).ShouldBe(new EngineReply.Refused("There is no extension 9 to remove; nothing was changed."));
        All.ShouldBe([Ito]);
    }

    [Fact]
    public void A_removed_user_is_gone_after_a_restart_too_and_its_document_with_it()
    {
        Put(Ito, Sato);
        Change([], ["1203"]).ShouldBe(new EngineReply.Done(3));
        _listener.Heard[^1].ShouldBe("removed 1203");
        Restart();
        All.ShouldBe([Sato]);
        _store.DocumentsOf(PresenceIds.Users).Keys.ShouldBe(["1100"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Profiles_survive_a_restart_whole(bool snapshot)
    {
        Put(Codec.Samples.Profile, Sato);
        if (snapshot)
        {
            _system.Complete(_system.System.Snapshots.SweepAsync(CancellationToken.None));
        }

        Restart();
        All.ShouldBe([Sato, Codec.Samples.Profile]);
    }

    [Fact]
    public void Own_rows_take_the_new_name_of_a_presence_and_go_with_one_that_is_removed()
    {
        var own = KeywordList.Of([new KeywordRow("desk", "Lunch"), new KeywordRow("trip", "Business trip")], PresenceList.Initial);
        Put(Ito with { OwnKeywords = own }, Sato);
        var rename = new PresenceRename("Lunch", "Break");
        var site = SiteSettings.Initial.Rename(rename);
        _system.Tell(_users, new UserDirectoryMessage.PresencesChanged(site, rename));
        OwnRows.ShouldBe([new KeywordRow("desk", "Break"), new KeywordRow("trip", "Business trip")]);

        site = site.WithPresences(PresenceList.Of([.. site.Presences.Where(presence => presence.Name != "Business trip")]));
        _system.Tell(_users, new UserDirectoryMessage.PresencesChanged(site, null));
        OwnRows.ShouldBe([new KeywordRow("desk", "Break")]);

        _listener.Heard.Count(heard => heard == "put 1100").ShouldBe(1, "who has no rows of their own is not concerned");
        Restart();
        OwnRows.ShouldBe([new KeywordRow("desk", "Break")]);
    }

    [Fact]
    public void Own_rows_follow_a_replacement_also_when_it_was_recorded_just_before_the_end()
    {
        Put(Ito with { OwnKeywords = KeywordList.Of([new KeywordRow("desk", "Lunch"), new KeywordRow("trip", "Business trip"), new KeywordRow("off", "Vacation")], PresenceList.Initial) });
        var replacing = PresenceRename.OfAll([("Lunch", "Available"), ("Business trip", "Vacation")])!;
        var rest = PresenceList.OfNames(["Available", "Vacation"]);
        _site.Turn(SiteConfiguration.Initial with { Rules = SiteSettings.Initial.WithPresences(rest, replacing) with { Version = 1 } }, replacing);

        _system.Ask<EngineReply>(_users, new UserDirectoryMessage.Announce()).ShouldBeOfType<EngineReply.Done>();

        OwnRows.ShouldBe([new KeywordRow("desk", "Available"), new KeywordRow("trip", "Vacation"), new KeywordRow("off", "Vacation")]);
    }

    [Fact]
    public void An_own_list_that_loses_its_last_row_stays_an_own_list()
    {
        Put(Ito with { OwnKeywords = KeywordList.Of([new KeywordRow("desk", "Lunch")], PresenceList.Initial) });
        var site = SiteSettings.Initial.WithPresences(PresenceList.OfNames(["Available"]));
        _system.Tell(_users, new UserDirectoryMessage.PresencesChanged(site, null));
        OwnRows.ShouldBeEmpty();
        Restart();
        All[0].OwnKeywords.ShouldNotBeNull();
    }

    [Fact]
    public void What_could_not_be_recorded_is_not_changed()
    {
        _journal.RefuseAppend();
        Should.Throw<PersistFailedException>(() => Put(Ito));
        _system.Advance(TimeSpan.FromSeconds(1));
        All.ShouldBeEmpty();
        _listener.Heard.ShouldBeEmpty();
        Put(Ito).ShouldBe(new EngineReply.Done(1));
    }

    [Fact]
    public void Who_missed_something_is_told_again()
    {
        Put(Ito);
        _listener.Heard.Clear();
        _system.Tell(_users, new UserDirectoryMessage.TellAgain("1203"));
        _system.Tell(_users, new UserDirectoryMessage.TellAgain("1100"));
        _system.Tell(_users, new UserDirectoryMessage.TellAllAgain());
        _system.Ask<EngineReply>(_users, new UserDirectoryMessage.Announce()).ShouldBe(new EngineReply.Done(1));
        _listener.Heard.ShouldBe(["put 1203", "removed 1100", "put 1203", "put 1203"]);
    }

    [Fact]
    public void Everybody_reads_in_the_book_what_is_on_the_disk_when_it_is_answered()
    {
        Put(Ito, Sato);
        _book.All.ShouldBe([Sato, Ito]);
        Change([Ito with { Name = "Itō" }], ["1100"]);
        _book.All.ShouldBe([Ito with { Name = "Itō" }]);
        Restart();
        _book.All.ShouldBe([Ito with { Name = "Itō" }]);
    }

    [Fact]
    public void What_could_not_be_recorded_is_not_in_the_book()
    {
        Put(Ito);
        _journal.RefuseAppend();
        Should.Throw<PersistFailedException>(() => Put(Sato));
        _book.All.ShouldBe([Ito]);
    }

    [Fact]
    public void A_group_that_many_are_in_is_one_string()
    {
        Put(Ito with { Group = new string(['S', 'a', 'l', 'e', 's']) }, Sato with { Group = new string(['S', 'a', 'l', 'e', 's']) });
        ReferenceEquals(All[0].Group, All[1].Group).ShouldBeTrue();
        Restart();
        All[0].Group.ShouldBe("Sales");
        ReferenceEquals(All[0].Group, All[1].Group).ShouldBeTrue();
    }

    [Fact]
    public void A_group_and_hidden_times_survive_a_restart()
    {
        Put(Ito with { Group = "Sales", HideTimes = true }, Sato);
        Restart();
        All.ShouldBe([Sato, Ito with { Group = "Sales", HideTimes = true }]);
    }

    [Fact]
    public void A_group_that_nobody_can_see_is_refused() => Put(Ito with { Group = " " }).ShouldBe(new EngineReply.Refused(
        "The group is 1 characters long; 1 to 64 are needed, with at least one visible one and no control characters. Nothing was changed."));

    private ImmutableArray<UserProfile> All => _system.Ask<ImmutableArray<UserProfile>>(_users, new UserDirectoryMessage.GetAll());

    private IEnumerable<KeywordRow> OwnRows => All.Single(profile => profile.Extension == "1203").OwnKeywords!.Rows;

    private EngineReply Put(params UserProfile[] profiles) => Change([.. profiles], []);

    private EngineReply Change(ImmutableArray<UserProfile> put, ImmutableArray<string> remove) =>
        _system.Ask<EngineReply>(_users, new UserDirectoryMessage.Change(put, remove, "admin"));

    private void Restart()
    {
        _system.Terminate();
        _store = _store.Reopen();
        Start();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_journal), nameof(_system), nameof(_listener), nameof(_book), nameof(_site), nameof(_users))]
    private void Start()
    {
        _journal = new FaultInjectingJournal(_store);
        _listener = new Listener();
        (_book, _site) = (new UserBook(), new SiteBook());
        _system = TestSystem.Create(_journal, new PresenceCodec(_site));
        _users = _system.ActorOf(() => new UserDirectory(_system.Time, _listener, _site, _book), "users");
    }

    private sealed class Listener : IUserListener
    {
        public List<string> Heard { get; } = [];

        public void Put(UserProfile profile) => Heard.Add($"put {profile.Extension}");

        public void Removed(string extension) => Heard.Add($"removed {extension}");
    }
}
