using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class MailboxBoundTests
{
    private readonly TestSystem _system = TestSystem.Create();
    private readonly List<object> _seen = [];

    [Fact]
    public void A_full_mailbox_refuses_the_newest_message_and_tells_who_asked()
    {
        var actor = Bounded(3);
        Enumerable.Range(1, 3).ToList().ForEach(number => actor.Tell(number));
        var answer = actor.Ask<int>(4, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Should.Throw<MailboxFullException>(() => _system.Complete(answer))
            .Message.ShouldBe("The mailbox of /user/bounded holds 3 messages, which is its bound. The message was not delivered. Try again later.");
        _seen.ShouldBe([1, 2, 3]);
        _system.System.DeadLetters.Counts.ShouldBe([new DeadLetterCount(DeadLetterReason.MailboxFull, "Int32", 1)]);
    }

    [Fact]
    public void Handled_messages_make_room()
    {
        var actor = Bounded(2);
        for (var i = 0; i < 10; i++)
        {
            _system.Tell(actor, i);
        }

        _seen.Count.ShouldBe(10);
    }

    [Fact]
    public void Stashed_messages_count()
    {
        var actor = _system.ActorOf(Props.Create(() => new Scripted((self, _) => self.PutAside())).WithMailboxBound(2));
        _system.Tell(actor, 1);
        _system.Tell(actor, 2);
        _system.Tell(actor, 3);

        _system.System.DeadLetters.Total.ShouldBe(1);
    }

    [Fact]
    public void Timers_and_the_kernels_own_messages_are_never_refused()
    {
        var woken = 0;
        var actor = _system.ActorOf(Props.Create(() => new Scripted((_, message) => woken += message is WakeUp or "tick" ? 1 : 0)
        {
            OnPreStart = self =>
            {
                self.Clockwork.WakeAt(_system.Time.GetUtcNow().AddSeconds(1));
                self.Clockwork.StartSingleTimer("t", "tick", TimeSpan.FromSeconds(1));
            },
        }).WithMailboxBound(1));
        actor.Tell("fills it");
        _system.Time.Settle = null;
        _system.Advance(TimeSpan.FromSeconds(1));
        _system.RunUntilIdle();

        woken.ShouldBe(2);
        _system.System.DeadLetters.Total.ShouldBe(0);
    }

    private IActorRef Bounded(int bound) =>
        _system.ActorOf(Props.Create(() => new Scripted((_, message) => _seen.Add(message))).WithMailboxBound(bound), "bounded");
}
