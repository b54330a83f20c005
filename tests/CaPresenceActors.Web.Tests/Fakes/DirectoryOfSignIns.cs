using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>The real directory of sign-ins over a journal in memory: nothing of it is worth faking.</summary>
internal sealed class DirectoryOfSignIns : IAsyncDisposable
{
    private readonly ActorSystem _system;

    public DirectoryOfSignIns(TimeProvider clock)
    {
        var book = new SignInBook();
        _system = ActorSystem.Create(new ActorSystemSettings { Name = "sign-ins", Journal = new InMemoryJournal(), Codec = new PresenceCodec(new SiteBook()) });
        var directory = _system.ActorOf(Props.Create(() => new SignInDirectory(clock, book)), "sign-ins");
        Desk = new SignInDesk(book, () => directory);
    }

    public ISignIns Desk { get; }

    public async ValueTask DisposeAsync() => await _system.DisposeAsync();
}
