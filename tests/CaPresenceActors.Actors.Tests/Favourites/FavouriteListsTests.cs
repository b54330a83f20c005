using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Favourites;

public sealed class FavouriteListsTests : IDisposable
{
    private InMemoryJournal _store = new();
    private TestSystem _system;
    private IActorRef _favourites;

    public FavouriteListsTests() => Start();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Everybody_has_a_list_of_their_own_in_their_own_order()
    {
        Replace("1203", "1204", "1100").ShouldBeOfType<EngineReply.Done>();
        Replace("admin", "1203");
        Of("1203").ShouldBe(["1204", "1100"]);
        Of("admin").ShouldBe(["1203"]);
        Of("1204").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lists_survive_a_restart_and_leave_no_trace_in_the_history(bool snapshot)
    {
        Replace("1203", "1204", "1100");
        Replace("1203", "1100");
        Replace("1204", "1203");
        Replace("1204");
        if (snapshot)
        {
            _system.Complete(_system.System.Snapshots.SweepAsync(CancellationToken.None));
        }

        _store.Head.ShouldBe(0);
        _store.DocumentsOf(PresenceIds.Favourites).Keys.ShouldBe(["1203"]);
        Restart();
        Of("1203").ShouldBe(["1100"]);
        Of("1204").ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_is_given_the_name_next_begins_anew()
    {
        Replace("1203", "1204");
        _system.Tell(_favourites, new FavouritesMessage.Forget("1203"));
        Of("1203").ShouldBeEmpty();
        Restart();
        Of("1203").ShouldBeEmpty();
    }

    private ImmutableArray<string> Of(string name) => _system.Ask<ImmutableArray<string>>(_favourites, new FavouritesMessage.Get(name));

    private EngineReply Replace(string name, params string[] extensions) => _system.Ask<EngineReply>(_favourites, new FavouritesMessage.Replace(name, [.. extensions]));

    private void Restart()
    {
        _system.Terminate();
        _store = _store.Reopen();
        Start();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_system), nameof(_favourites))]
    private void Start()
    {
        _system = TestSystem.Create(_store, new PresenceCodec(new SiteBook()));
        _favourites = _system.ActorOf(() => new FavouriteLists(), "favourites");
    }
}
