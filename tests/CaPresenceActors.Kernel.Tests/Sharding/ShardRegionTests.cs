using System.Globalization;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests.Sharding;

public sealed class ShardRegionTests
{
    private readonly TestSystem _system = TestSystem.Create();
    private readonly List<string> _seen = [];
    private readonly IActorRef _region;

    public ShardRegionTests()
    {
        _region = Region();
        _system.RunUntilIdle();
    }

    [Fact]
    public void An_entity_stands_below_its_shard_and_answers_who_asked()
    {
        var probe = _system.CreateProbe();
        probe.Send(_region, new ShardEnvelope("1203", "hello"));

        probe.ExpectMsg("hello");
        probe.LastSender.Path.ToString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"/user/things/shard-{ShardHash.ShardOf("1203", 64):00}/1203"));
    }

    [Fact]
    public void An_entity_is_started_once()
    {
        var probe = _system.CreateProbe();
        probe.Send(_region, new StartEntity("1"));
        probe.Send(_region, new StartEntity("1"));

        probe.TakeAll().ShouldBe([new EntityStarted("1"), new EntityStarted("1")]);
        _seen.ShouldBe(["start 1"]);
    }

    [Fact]
    public void Messages_for_many_reach_each_entity_in_order_and_start_those_that_do_not_run()
    {
        var ids = Enumerable.Range(1, 100).Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList();
        _region.Tell(new StartEntity("7"));

        _region.Tell(new ShardEnvelopes([.. ids.Select(id => new ShardEnvelope(id, "first")), .. ids.Select(id => new ShardEnvelope(id, "second"))]));
        _region.Tell(new ShardEnvelope("7", "third"));
        _system.RunUntilIdle();

        _seen.Where(static line => line.EndsWith("first", StringComparison.Ordinal)).ShouldBe(ids.Select(id => $"{id}: first"), ignoreOrder: true);
        _seen.Where(static line => line.StartsWith("7:", StringComparison.Ordinal)).ShouldBe(["7: first", "7: second", "7: third"]);
    }

    [Fact]
    public void A_broadcast_reaches_every_entity_that_runs()
    {
        foreach (var id in new[] { "1", "2", "3" })
        {
            _region.Tell(new StartEntity(id));
        }

        _region.Tell(new Broadcast("all"));
        _system.RunUntilIdle();

        _seen.Where(static line => line.EndsWith("all", StringComparison.Ordinal)).Order().ShouldBe(["1: all", "2: all", "3: all"]);
    }

    [Fact]
    public void A_stopped_entity_handles_what_came_before_and_its_next_life_what_came_after()
    {
        var probe = _system.CreateProbe();
        _region.Tell(new ShardEnvelope("1", "before"), probe.Ref);
        _region.Tell(new StopEntity("1"), probe.Ref);
        _region.Tell(new ShardEnvelope("1", "after"), probe.Ref);
        _system.RunUntilIdle();

        probe.TakeAll().ShouldBe(["before", new EntityStopped("1"), "after"]);
        _seen.ShouldBe(["start 1", "1: before", "stop 1", "start 1", "1: after"]);
    }

    [Fact]
    public void To_stop_an_entity_that_does_not_run_is_answered_at_once()
    {
        var probe = _system.CreateProbe();
        probe.Send(_region, new StopEntity("nobody"));

        probe.ExpectMsg(new EntityStopped("nobody"));
        _seen.ShouldBeEmpty();
    }

    [Fact]
    public void A_passivated_entity_is_started_again_by_the_next_message()
    {
        _system.Tell(_region, new ShardEnvelope("1", "passivate"));
        _system.Tell(_region, new ShardEnvelope("1", "again"));

        _seen.ShouldBe(["start 1", "1: passivate", "stop 1", "start 1", "1: again"]);
    }

    [Fact]
    public void A_region_that_starts_nobody_on_messages_gives_them_to_the_dead_letters()
    {
        var strict = Region("strict", static settings => settings with { StartOnMessage = false });
        _system.Tell(strict, new ShardEnvelope("1", "hello"));

        _seen.ShouldBeEmpty();
        _system.System.DeadLetters.Counts.ShouldBe([new DeadLetterCount(DeadLetterReason.Stopped, "String", 1)]);
    }

    [Fact]
    public void A_region_may_find_the_entity_in_messages_of_its_own_kind()
    {
        var region = Region("own", static settings => settings with { Extract = static message => message is int number ? new ShardEnvelope("7", number) : null });
        var probe = _system.CreateProbe();
        probe.Send(region, 42);
        probe.Send(region, "text");

        probe.ExpectMsg(42);
        _seen.ShouldBe(["start 7", "7: 42"]);
        _system.System.DeadLetters.Counts.Single().Reason.ShouldBe(DeadLetterReason.Unhandled);
    }

    [Fact]
    public void The_failure_of_an_entity_is_treated_by_the_regions_strategy()
    {
        _system.Tell(_region, new ShardEnvelope("1", "fail"));
        _system.Tell(_region, new ShardEnvelope("1", "hello"));

        _seen.ShouldBe(["start 1", "1: fail", "stop 1", "start 1", "1: hello"]);
    }

    private IActorRef Region(string name = "things", Func<ShardRegionSettings, ShardRegionSettings>? configure = null)
    {
        var settings = new ShardRegionSettings
        {
            Entity = Props.Create(id => new Scripted((self, message) =>
            {
                _seen.Add($"{id}: {message}");
                switch (message)
                {
                    case "passivate":
                        self.Ctx.Parent.Tell(Passivate.Instance);
                        break;
                    case "fail":
                        throw new InvalidOperationException("told to");
                    default:
                        self.From.Tell(message);
                        break;
                }
            })
            {
                OnPreStart = _ => _seen.Add($"start {id}"),
                OnPostStop = () => _seen.Add($"stop {id}"),
            }),
        };
        return ShardRegion.Start(_system.System, name, configure?.Invoke(settings) ?? settings);
    }
}
