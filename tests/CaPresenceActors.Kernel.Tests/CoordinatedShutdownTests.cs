using CaPresenceActors.TestKit;

namespace CaPresenceActors.Kernel.Tests;

public sealed class CoordinatedShutdownTests
{
    private readonly TestSystem _system = TestSystem.Create();
    private readonly List<string> _diary = [];

    [Fact]
    public void Phases_run_in_order_and_actors_stop_before_the_closing_tasks()
    {
        _system.ActorOf(() => new Scripted((_, _) => { }) { OnPostStop = () => Note("actor stopped") });
        foreach (var phase in CoordinatedShutdown.Phases.Reverse())
        {
            _system.System.CoordinatedShutdown.AddTask(phase, "note", _ =>
            {
                Note(phase);
                return Task.CompletedTask;
            });
        }

        _system.Complete(_system.System.CoordinatedShutdown.RunAsync("test"));

        _diary.ShouldBe(["stop-intake", "drain", "flush", "actor stopped", "close"]);
        _system.System.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void It_runs_once()
    {
        var runs = 0;
        var shutdown = _system.System.CoordinatedShutdown;
        shutdown.AddTask(CoordinatedShutdown.Drain, "count", _ => Task.FromResult(++runs));

        var first = shutdown.RunAsync("first");
        shutdown.RunAsync("second").ShouldBe(first);
        _system.Complete(first);

        runs.ShouldBe(1);
        shutdown.Reason.ShouldBe("first");
    }

    [Fact]
    public void A_task_that_takes_too_long_is_left_behind_and_one_that_fails_is_logged()
    {
        var shutdown = _system.System.CoordinatedShutdown;
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shutdown.SetTimeout(CoordinatedShutdown.StopIntake, TimeSpan.FromSeconds(3));
        shutdown.AddTask(CoordinatedShutdown.StopIntake, "stuck", _ =>
        {
            entered.SetResult();
            return new TaskCompletionSource().Task;
        });
        shutdown.AddTask(CoordinatedShutdown.Drain, "broken", _ => throw new InvalidOperationException("broken pipe"));

        var run = shutdown.RunAsync("test");
        _system.Complete(entered.Task);
        run.IsCompleted.ShouldBeFalse();
        _system.Advance(TimeSpan.FromSeconds(3));
        _system.Complete(run);

        _system.Log.Of(KernelLogEvent.ShutdownTaskTimedOut).Single().Message
            .ShouldBe("Task stuck of phase stop-intake took longer than 00:00:03. The shutdown goes on without it.");
        _system.Log.Of(KernelLogEvent.ShutdownTaskFailed).Single().Message
            .ShouldBe("Task broken of phase drain failed: broken pipe The shutdown goes on.");
    }

    [Fact]
    public void A_task_for_a_phase_that_has_begun_or_does_not_exist_is_refused()
    {
        var shutdown = _system.System.CoordinatedShutdown;
        _system.Complete(shutdown.RunAsync("test"));

        Should.Throw<InvalidOperationException>(() => shutdown.AddTask(CoordinatedShutdown.Drain, "late", _ => Task.CompletedTask))
            .Message.ShouldBe("Shutdown task \"late\" comes too late: phase drain has begun.");
        Should.Throw<ArgumentException>(() => shutdown.AddTask("lunch", "x", _ => Task.CompletedTask)).Message.ShouldStartWith("There is no shutdown phase \"lunch\"");
    }

    private void Note(string what)
    {
        lock (_diary)
        {
            _diary.Add(what);
        }
    }
}
