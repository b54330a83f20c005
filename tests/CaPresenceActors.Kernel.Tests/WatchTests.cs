using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class WatchTests
{
    private readonly TestSystem _system = TestSystem.Create();

    [Fact]
    public void The_end_of_a_watched_actor_is_told_once()
    {
        var actor = Quiet();
        var probe = _system.CreateProbe();
        probe.Watch(actor);
        probe.Watch(actor);

        _system.Tell(actor, PoisonPill.Instance);

        probe.ExpectTerminated(actor);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void Who_watches_a_stopped_actor_is_told_at_once()
    {
        var actor = Quiet();
        _system.Tell(actor, PoisonPill.Instance);
        var probe = _system.CreateProbe();

        probe.Watch(actor);

        probe.ExpectTerminated(actor);
    }

    [Fact]
    public void A_restart_is_not_an_end()
    {
        var actor = _system.ActorOf(() => new Scripted((_, _) => throw new InvalidOperationException("again")));
        var probe = _system.CreateProbe();
        probe.Watch(actor);

        _system.Tell(actor, "fail");

        probe.ExpectNoMsg();
    }

    [Fact]
    public void Who_unwatches_is_not_told_even_if_the_message_is_in_the_mailbox()
    {
        var actor = Quiet();
        var ends = 0;
        var watcher = _system.ActorOf(() => new Scripted((self, message) =>
        {
            switch (message)
            {
                case "watch":
                    self.Ctx.Watch(actor);
                    break;
                case "unwatch":
                    self.Ctx.Unwatch(actor);
                    break;
                case Terminated:
                    ends++;
                    break;
            }
        }));
        _system.Tell(watcher, "watch");

        // The watcher is kept busy until the actor has stopped, and then unwatches before it comes to the message.
        actor.Tell(PoisonPill.Instance);
        Enumerable.Range(0, 10).ToList().ForEach(number => watcher.Tell(number));
        watcher.Tell("unwatch");
        _system.RunUntilIdle();

        _system.System.Find(actor.Path.ToString()).ShouldBeNull();
        ends.ShouldBe(0);
    }

    [Fact]
    public void Who_does_not_handle_the_end_of_a_watched_actor_fails()
    {
        var actor = Quiet();
        var watcher = _system.ActorOf(() => new Scripted((self, message) =>
        {
            if (message is "watch")
            {
                self.Ctx.Watch(actor);
            }
            else
            {
                self.Ignore(message);
            }
        }));
        _system.Tell(watcher, "watch");
        _system.Tell(actor, PoisonPill.Instance);

        _system.System.Find(watcher.Path.ToString()).ShouldBeNull();
        _system.Log.Of(KernelLogEvent.ActorStoppedByFailure).Single().Cause.ShouldBeOfType<DeathPactException>();
    }

    [Fact]
    public void A_parent_that_is_told_of_a_childs_end_can_use_its_name_again()
    {
        IActorRef? second = null;
        var parent = _system.ActorOf(() => new Scripted((self, message) =>
        {
            switch (message)
            {
                case "start":
                    self.Ctx.Stop(self.Ctx.Watch(self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => { })), "name")));
                    break;
                case Terminated:
                    second = self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => { })), "name");
                    break;
            }
        }));

        _system.Tell(parent, "start");

        second.ShouldNotBeNull();
    }

    private IActorRef Quiet() => _system.ActorOf(() => new Scripted((_, _) => { }));
}
