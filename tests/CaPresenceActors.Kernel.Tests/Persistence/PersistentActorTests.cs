using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

public sealed class PersistentActorTests
{
    private readonly InMemoryJournal _journal = new();

    [Fact]
    public void State_survives_a_restart_of_the_system()
    {
        using (var before = TestSystem.Create(_journal))
        {
            var counter = before.ActorOf(() => new Counter("a"));
            before.Ask<int>(counter, 5).ShouldBe(5);
            before.Ask<int>(counter, 2).ShouldBe(7);
        }

        using var after = TestSystem.Create(_journal);
        after.Ask<int>(after.ActorOf(() => new Counter("a")), "sum").ShouldBe(7);
    }
}
