using CaPresenceActors.Kernel.Inspection;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Supervision;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>How an actor begins, fails, begins again and ends.</summary>
internal sealed partial class ActorCell
{
    // Set while the factory runs: the actor under construction finds its cell here.
    private bool _making;

    public bool IsMaking => _making;

    /// <summary>Makes the actor for the first time.</summary>
    public void Start(BulkRecovery? recovery, bool hasNoPast)
    {
        if (TryMake(static (path, step, cause) => new ActorInitializationException(path, step, cause), static actor => actor.RunPreStart(), "PreStart"))
        {
            Begin(recovery, hasNoPast);
        }
        else
        {
            recovery?.LeftUnregistered();
        }
    }

    /// <summary>An exception has left the actor's code: nothing more is handled until the supervisor has decided.</summary>
    public void Fail(Exception cause)
    {
        if ((_holds & (Holds.Stopping | Holds.Stopped)) != Holds.None)
        {
            HookFailed("a hook of the stopping actor", cause);
            return;
        }

        _actor?.Failed();
        Extras.LastFailure = new FailureInspection(cause.GetType().Name, cause.Message, _system.Time.GetUtcNow());
        _holds |= Holds.Failed;
        if (_parent is null)
        {
            BeginStop();
        }
        else
        {
            _parent.Send(new ChildFailed(this, cause));
        }
    }

    /// <summary>Decides about a failed child.</summary>
    public void Supervise(ActorCell child, Exception cause)
    {
        if ((_holds & (Holds.Stopping | Holds.Stopped)) != Holds.None)
        {
            // It has been told to stop like all children.
            return;
        }

        var strategy = Strategy();
        switch (Decide(strategy, child, cause))
        {
            case Directive.Resume:
                _system.WriteFailure(KernelLogLevel.Warning, KernelLogEvent.ActorResumed, child, $"{cause.GetType().Name}: {cause.Message} The actor goes on; the message is lost.", cause);
                child.Send(new Resume());
                break;
            case Directive.Restart when child.Extras.Failures.Allows(strategy, cause, _system, out var delay):
                _system.WriteFailure(KernelLogLevel.Error, KernelLogEvent.ActorRestarted, child, $"{cause.GetType().Name}: {cause.Message} The actor is restarted{(delay > TimeSpan.Zero ? $" after {delay}" : "")}.", cause);
                child.Send(new Restart(cause, delay));
                break;
            case Directive.Escalate when _parent is not null:
                _system.WriteFailure(KernelLogLevel.Warning, KernelLogEvent.FailureEscalated, child, $"{cause.GetType().Name}: {cause.Message} Its supervisor {Path} fails with it.", cause);
                (Extras.Escalated ??= []).Add(child);
                Fail(cause);
                break;
            default:
                // Stop; too many restarts; or nobody above to escalate to, where a failure must not end the process.
                _system.WriteFailure(KernelLogLevel.Error, KernelLogEvent.ActorStoppedByFailure, child, $"{cause.GetType().Name}: {cause.Message} The actor is stopped.", cause);
                child.Send(new Stop());
                break;
        }
    }

    public void ResumeAfterFailure()
    {
        if ((_holds & Holds.Failed) == Holds.None)
        {
            return;
        }

        if (_actor is null || (_holds & Holds.Recovering) != Holds.None)
        {
            // There is nothing to go on with.
            BeginRestart(null, new InvalidOperationException($"{Path} cannot be resumed, since it had not started."), TimeSpan.Zero);
            return;
        }

        _holds &= ~Holds.Failed;
        _actor.Resumed();
        ResumeEscalated();
        TakePendingSweep();
    }

    public void BeginRestart(SystemMessage? order, Exception cause, TimeSpan delay)
    {
        if ((_holds & (Holds.Stopping | Holds.Restarting)) != Holds.None || Deferred(order))
        {
            return;
        }

        _holds = (_holds & Holds.StopAsked) | Holds.Restarting;
        var extras = Extras;
        extras.RestartCause = cause;
        extras.Escalated = null;
        if (_actor is { } actor)
        {
            Guarded("PreRestart", () => actor.RunPreRestart(cause, _envelope?.Message));
            Discard(actor);
        }
        else
        {
            // It failed while it was made. Children that it had started by then would be in the way of the next try.
            Array.ForEach(ChildCells(), Stop);
        }

        TakePendingSweep();
        extras.BackoffDone = delay <= TimeSpan.Zero;
        if (!extras.BackoffDone)
        {
            _system.Timers.ArmAfter(new RestartTimer(this), delay);
        }

        FinishRestart();
    }

    public void BackoffIsOver()
    {
        if ((_holds & Holds.Restarting) != Holds.None && _extras is { } extras)
        {
            extras.BackoffDone = true;
            FinishRestart();
        }
    }

    public void BeginStop()
    {
        if ((_holds & Holds.Stopping) != Holds.None || Deferred(new Cells.Stop()))
        {
            return;
        }

        _holds = Holds.Stopping | (_holds & Holds.Persisting);
        var children = _extras?.Children?.Close() ?? [];
        foreach (var child in children)
        {
            child.Send(new Stop());
        }

        if (children.Length == 0)
        {
            FinishStop();
        }
    }

    public void ChildHasStopped(ActorCell child)
    {
        if (_extras is not { Children: { } children } extras || !children.Remove(child))
        {
            return;
        }

        extras.Escalated?.Remove(child);
        _actor?.ChildHasStopped(child);
        if (extras.Dying is { } dying && dying.Remove(child) && dying.Count == 0)
        {
            FinishRestart();
        }

        if ((_holds & Holds.Stopping) != Holds.None && children.Count == 0)
        {
            FinishStop();
        }
    }

    public void AddWatcher(ActorCell watcher) => (Extras.Watchers ??= []).Add(watcher);

    public void RemoveWatcher(ActorCell watcher) => _extras?.Watchers?.Remove(watcher);

    public bool ForgetWatched(IActorRef stopped) => _extras?.Watching?.Remove(stopped) == true;

    /// <summary>A hold of the persistent actor inside.</summary>
    public void Hold(Holds why) => _holds |= why;

    /// <summary>The journal has answered, or the past is read.</summary>
    public void Unhold(Holds why)
    {
        _holds &= ~why;
        if (why == Holds.Persisting && _extras?.AfterAppend is { } order)
        {
            _extras.AfterAppend = null;
            order.Run(this);
        }
    }

    /// <summary>A sweep of snapshots asks; it waits while the actor is not in a state to answer.</summary>
    public void TakeSweep(SweepRun run)
    {
        const Holds NotNow = Holds.Starting | Holds.Recovering | Holds.Persisting | Holds.Failed | Holds.Restarting | Holds.Stopping;
        if (_actor is PersistentActor persistent && (_holds & NotNow) == Holds.None)
        {
            persistent.SnapshotFor(run);
        }
        else if ((_holds & Holds.Restarting) != Holds.None)
        {
            // The life that ended has left a mark how far sweeps may go; nobody waits for the next one, which may be a long way off.
            run.Covers();
        }
        else
        {
            Extras.PendingSweep = run;
        }
    }

    /// <summary>Answers a sweep that had to wait.</summary>
    public void TakePendingSweep()
    {
        if (_extras?.PendingSweep is { } run)
        {
            _extras.PendingSweep = null;
            TakeSweep(run);
        }
    }

    /// <summary>Answers a sweep that had to wait, for an actor that cannot be recovered now: the sweep goes on without it, no further than its snapshot.</summary>
    public void LackPendingSweep(string persistenceId, long coveredUpTo)
    {
        if (_extras?.PendingSweep is { } run)
        {
            _extras.PendingSweep = null;
            run.Lacks(persistenceId, coveredUpTo);
        }
    }

    /// <summary>Runs code of the actor outside of a message, such as a handler of a committed event.</summary>
    public void RunUserCode<T>(Action<T> code, T argument, IActorRef? sender)
    {
        _sender = sender;
        try
        {
            code(argument);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private SupervisorStrategy Strategy()
    {
        var strategy = _props.SupervisorStrategy;
        if (strategy is null && _actor is { } actor)
        {
            Guarded("SupervisorStrategy", () => strategy = actor.StrategyForChildren());
        }

        return strategy ?? SupervisorStrategy.Default;
    }

    private Directive Decide(SupervisorStrategy strategy, ActorCell child, Exception cause)
    {
        try
        {
            return strategy.Decide(cause);
        }
        catch (Exception e)
        {
            _system.Write(KernelLogLevel.Error, KernelLogEvent.DeciderFailed, this, $"The supervision decider failed for {child.Path}. The default decider decides instead.", e);
            return SupervisorStrategy.DefaultDecider(cause);
        }
    }

    // A cell must not lose its actor while an append is under way: it is committed, and its effects and its reply are owed.
    private bool Deferred(SystemMessage? order)
    {
        if ((_holds & Holds.Persisting) == Holds.None)
        {
            return false;
        }

        if (Extras.AfterAppend is not Cells.Stop)
        {
            Extras.AfterAppend = order;
        }

        return true;
    }

    private void FinishRestart()
    {
        if ((_holds & Holds.Restarting) == Holds.None || _extras is not { BackoffDone: true, Dying: null or { Count: 0 } } extras)
        {
            return;
        }

        var cause = extras.RestartCause!;
        _holds = (_holds & Holds.StopAsked) | Holds.Starting;
        extras.RestartCause = null;
        extras.Restarts++;
        if (TryMake(static (path, step, failure) => new PostRestartException(path, step, failure), actor => actor.RunPostRestart(cause), "PostRestart"))
        {
            Begin(null, hasNoPast: false);
        }
    }

    private bool TryMake(Func<string, string, Exception, Exception> failure, Action<ActorBase> hook, string hookName)
    {
        var step = "its factory";
        _sender = null;
        try
        {
            _making = true;
            var actor = _props.Make(Name) ?? throw new InvalidOperationException("The factory returned null.");
            _making = false;
            if (!ReferenceEquals(actor.Cell, this))
            {
                throw new InvalidOperationException("The factory must make a new actor at each call.");
            }

            _actor = actor;
            step = hookName;
            hook(actor);
            return true;
        }
        catch (Exception e)
        {
            _making = false;
            if (_actor is { } failed)
            {
                Discard(failed);
            }

            Fail(failure(Path.ToString(), step, e));
            return false;
        }
    }

    private void Begin(BulkRecovery? recovery, bool hasNoPast)
    {
        _holds &= ~Holds.Starting;
        if (_actor is not PersistentActor persistent)
        {
            recovery?.LeftUnregistered();
            return;
        }

        try
        {
            persistent.BeginRecovery(_extras?.LastPosition, recovery, hasNoPast);
        }
        catch (Exception e)
        {
            recovery?.LeftUnregistered();
            Fail(new ActorInitializationException(Path.ToString(), "its recovery", e));
        }
    }

    private void Discard(ActorBase actor)
    {
        if (actor is PersistentActor persistent && persistent.KnownPosition is { } position)
        {
            Extras.LastPosition = position;
        }

        (actor as PersistentActor)?.Leave();
        CancelTimers();
        UnstashAll();
        if (_extras is { } extras)
        {
            extras.Behaviors = null;
        }

        _actor = null;
    }

    private void ResumeEscalated()
    {
        if (_extras?.Escalated is { } escalated)
        {
            _extras.Escalated = null;
            escalated.ForEach(static child => child.Send(new Resume()));
        }
    }

    private void FinishStop()
    {
        if (_actor is { } actor)
        {
            _sender = null;
            (actor as PersistentActor)?.Leave();
            (actor as PersistentActor)?.CoverEnd();
            Guarded("PostStop", actor.RunPostStop);
        }

        CancelTimers();
        UnstashAll();
        _holds = Holds.Stopped;
        _actor = null;
        _sender = null;
        _envelope = null;
        BuryMail();
        if (_extras is { } extras)
        {
            extras.PendingSweep?.Covers();
            foreach (var watched in extras.Watching?.OfType<ActorCell>() ?? [])
            {
                watched.Send(new Unwatch(this));
            }

            _parent?.Send(new ChildStopped(this));
            foreach (var watcher in extras.Watchers ?? [])
            {
                watcher.Deliver(new TerminatedEnvelope(this));
            }

            _extras = null;
        }
        else
        {
            _parent?.Send(new ChildStopped(this));
        }

        if (_parent is null)
        {
            _system.RootHasStopped();
        }
    }

    private void BuryMail()
    {
        var queued = _first;
        _first = null;
        _last = null;
        _queued = 0;
        Bury(queued);
        Bury(Close());
        Report(0);
    }

    private void Bury(Node? node)
    {
        while (node is not null)
        {
            var next = node.Next;
            if (node is SystemMessage message)
            {
                message.RunOnStopped(this);
            }
            else if (node is Envelope { BecomesDeadLetter: true } envelope && envelope.Message is not PoisonPill)
            {
                _system.DeadLetters.Undelivered(envelope.Message, envelope.Sender, this, DeadLetterReason.Stopped, _bound);
            }

            node = next;
        }
    }

    private void Guarded(string hook, Action code)
    {
        try
        {
            code();
        }
        catch (Exception e)
        {
            HookFailed(hook, e);
        }
    }

    private void HookFailed(string hook, Exception cause) =>
        _system.Write(KernelLogLevel.Error, KernelLogEvent.HookFailed, this, $"{hook} failed. It is left at that.", cause);
}
