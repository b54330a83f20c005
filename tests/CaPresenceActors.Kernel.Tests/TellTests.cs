using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class TellTests
{
    [Fact]
    public void An_actor_answers_what_it_is_asked()
    {
        using var system = TestSystem.Create();
        var echo = system.ActorOf(() => new Echo());

        system.Ask<string>(echo, "hello").ShouldBe("hello");
    }

    private sealed class Echo : ActorBase
    {
        protected override void Receive(object message) => Sender.Tell(message);
    }
}
