using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class InspectionTests
{
    private readonly TestSystem _system = TestSystem.Create();

    [Fact]
    public void The_tree_shows_types_depths_counts_restarts_and_the_last_failure()
    {
        var parent = _system.ActorOf(() => new Scripted((_, message) =>
        {
            if (message is "fail")
            {
                throw new InvalidOperationException("out of paper");
            }
        })
        {
            OnPreStart = static self =>
            {
                self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => { })), "b");
                self.Ctx.ActorOf(Props.Create(() => new Scripted((_, _) => { })), "a");
            },
        }, "parent");
        _system.Tell(parent, "hello");
        _system.Tell(parent, "fail");
        parent.Tell("waits");

        var seen = _system.System.Inspect("/user/parent")!;

        seen.Path.ShouldBe("/user/parent");
        seen.Type.ShouldBe("Scripted");
        seen.State.ShouldBe("Running");
        seen.ChildCount.ShouldBe(2);
        seen.Children.Select(static child => child.Path).ShouldBe(["/user/parent/a", "/user/parent/b"]);
        seen.MailboxDepth.ShouldBe(1);
        seen.Handled.ShouldBe(2);
        seen.Restarts.ShouldBe(1);
        seen.LastFailure.ShouldBe(new Kernel.Inspection.FailureInspection("InvalidOperationException", "out of paper", _system.Time.GetUtcNow()));
    }

    [Fact]
    public void Levels_limit_how_deep_it_looks()
    {
        _system.ActorOf(() => new Scripted((_, _) => { }), "one");

        var top = _system.System.Inspect(levels: 0)!;

        top.Path.ShouldBe("/user");
        top.ChildCount.ShouldBe(1);
        top.Children.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/user/nobody")]
    [InlineData("/elsewhere")]
    [InlineData("")]
    public void Where_nobody_is_there_is_nothing_to_see(string path) => _system.System.Inspect(path).ShouldBeNull();

    [Fact]
    public async Task A_stuck_actor_can_be_looked_at()
    {
        using var system = new RealSystem();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leave = new ManualResetEventSlim();
        var stuck = system.ActorOf(() => new Scripted((_, _) =>
        {
            entered.TrySetResult();
            leave.Wait();
        }));
        stuck.Tell("go");
        await entered.Task.WaitAsync(RealSystem.Deadline, TestContext.Current.CancellationToken);
        stuck.Tell("waits");

        var seen = system.System.Inspect(stuck.Path.ToString())!;
        leave.Set();

        seen.MailboxDepth.ShouldBe(1);
    }
}
