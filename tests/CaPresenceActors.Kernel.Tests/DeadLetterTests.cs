using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class DeadLetterTests
{
    private readonly TestSystem _system = TestSystem.Create();

    [Fact]
    public void Dead_letters_are_counted_by_kind_and_logged_once_for_each_kind_and_minute()
    {
        var gone = Gone();
        for (var i = 0; i < 5; i++)
        {
            _system.Tell(gone, i);
        }

        _system.Tell(gone, "text");
        _system.Advance(TimeSpan.FromMinutes(1));
        _system.Tell(gone, 6);

        _system.System.DeadLetters.Counts.OrderBy(static count => count.MessageType).ShouldBe(
            [new DeadLetterCount(DeadLetterReason.Stopped, "Int32", 6), new DeadLetterCount(DeadLetterReason.Stopped, "String", 1)]);
        _system.Log.Of(KernelLogEvent.DeadLetter).Select(static entry => entry.Message).ShouldBe(
            [
                "Int32 from nobody was not delivered: the receiver has stopped.",
                "String from nobody was not delivered: the receiver has stopped.",
                "Int32 from nobody was not delivered: the receiver has stopped. 4 more of this kind since the last such line.",
            ]);
    }

    [Fact]
    public void Dead_letters_and_unhandled_messages_are_published()
    {
        var probe = _system.CreateProbe();
        _system.System.EventStream.Subscribe<DeadLetter>(probe.Ref);
        _system.System.EventStream.Subscribe<UnhandledMessage>(probe.Ref);
        var gone = Gone();
        var picky = _system.ActorOf(() => new Scripted((self, message) => self.Ignore(message)));

        _system.Tell(gone, 1);
        _system.Tell(picky, 2);

        probe.ExpectMsg(new DeadLetter(1, null, gone, DeadLetterReason.Stopped));
        probe.ExpectMsg(new UnhandledMessage(2, null, picky));
    }

    [Fact]
    public void A_subscriber_that_has_stopped_is_forgotten_and_its_dead_letters_do_not_multiply()
    {
        var subscriber = _system.CreateProbe();
        _system.System.EventStream.Subscribe<object>(subscriber.Ref);
        _system.Tell(subscriber.Ref, PoisonPill.Instance);

        _system.Tell(Gone(), 1);

        _system.System.DeadLetters.Total.ShouldBe(1);
    }

    [Fact]
    public void The_event_stream_goes_by_type_base_type_and_interface()
    {
        var probe = _system.CreateProbe();
        var stream = _system.System.EventStream;
        stream.Subscribe<IOException>(probe.Ref);
        stream.Publish(new FileNotFoundException());
        stream.Publish(new InvalidOperationException("b"));
        probe.ExpectMsg<FileNotFoundException>();
        probe.ExpectNoMsg();

        stream.Unsubscribe(probe.Ref);
        stream.Publish(new FileNotFoundException());
        probe.ExpectNoMsg();
    }

    [Fact]
    public void What_waits_in_the_mailbox_of_a_stopping_actor_becomes_dead_letters()
    {
        var actor = _system.ActorOf(() => new Scripted((self, _) => self.Ctx.Stop(self.Ctx.Self)));
        actor.Tell("stops");
        actor.Tell(1);
        actor.Tell(2);
        _system.RunUntilIdle();

        _system.System.DeadLetters.Counts.ShouldBe([new DeadLetterCount(DeadLetterReason.Stopped, "Int32", 2)]);
    }

    private IActorRef Gone()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => { }));
        _system.Tell(actor, PoisonPill.Instance);
        return actor;
    }
}
