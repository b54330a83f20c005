using CaPresenceActors.Kernel.Inspection;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>What the actor inside can ask of its cell.</summary>
internal sealed partial class ActorCell
{
    public IActorRef Parent => (IActorRef?)_parent ?? _system.DeadLetters;

    public IReadOnlyCollection<IActorRef> Children => _extras?.Children?.ToArray() ?? [];

    internal ActorCell? ParentCell => _parent;

    internal int ChildCount => _extras?.Children?.Count ?? 0;

    public IActorRef? Child(string name) => ChildCell(name);

    internal ActorCell? ChildCell(string name) => _extras?.Children?.Find(name);

    internal ActorCell[] ChildCells() => _extras?.Children?.ToArray() ?? [];

    public IActorRef ActorOf(Props props, string? name = null)
    {
        EnsureInside();
        return AddChild(props, name, _system.OpenRecovery);
    }

    /// <summary>Adds a child. Called by the cell itself, or by any thread for the tops of the tree.</summary>
    internal ActorCell AddChild(Props props, string? name, BulkRecovery? recovery, bool asEntity = false, bool hasNoPast = false)
    {
        ArgumentNullException.ThrowIfNull(props);
        var children = PrepareChildren();
        name ??= children.NextName();
        if (ActorPath.ProblemOfName(name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        var child = new ActorCell(_system, this, props, name);
        if (!children.TryAdd(child))
        {
            throw new InvalidOperationException(children.IsClosed
                ? $"{Path} is stopping and cannot have a new child \"{name}\"."
                : $"{Path} has a child \"{name}\" already. A name is free again when its actor has stopped.");
        }

        child.Send(new Create(recovery is not null && recovery.TryJoin(asEntity) ? recovery : null, hasNoPast));
        return child;
    }

    /// <summary>The children's table. The tops of the tree have it from the beginning, since any thread adds to them.</summary>
    internal ChildTable PrepareChildren() => Extras.Children ??= new ChildTable();

    public void Stop(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        EnsureInside();
        if (ReferenceEquals(actor, this))
        {
            AskToStop();
        }
        else if (actor is ActorCell cell)
        {
            // Who restarts waits only for those of its children that it has told to stop itself.
            if ((_holds & Holds.Restarting) != Holds.None && cell._parent == this && !cell.IsClosed)
            {
                (Extras.Dying ??= []).Add(cell);
            }

            cell.Send(new Stop());
        }
    }

    public IActorRef Watch(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        EnsureInside();
        if (!ReferenceEquals(actor, this) && (Extras.Watching ??= []).Add(actor))
        {
            if (actor is ActorCell cell)
            {
                cell.Send(new Watch(this));
            }
            else
            {
                Deliver(new TerminatedEnvelope(actor));
            }
        }

        return actor;
    }

    public IActorRef Unwatch(IActorRef actor)
    {
        EnsureInside();
        if (_extras?.Watching?.Remove(actor) == true)
        {
            (actor as ActorCell)?.Send(new Unwatch(this));
        }

        return actor;
    }

    public void Become(Action<object> receive)
    {
        EnsureInside();
        var behaviors = Extras.Behaviors ??= new Stack<Action<object>>();
        behaviors.Clear();
        behaviors.Push(receive);
    }

    public void BecomeStacked(Action<object> receive)
    {
        EnsureInside();
        (Extras.Behaviors ??= new Stack<Action<object>>()).Push(receive);
    }

    public void UnbecomeStacked()
    {
        EnsureInside();
        _extras?.Behaviors?.TryPop(out _);
    }

    public void Stash()
    {
        EnsureInside();
        var envelope = _envelope ?? throw new InvalidOperationException($"{Path} can stash only while it handles a message.");
        var stash = Extras.Stash ??= [];
        if (stash.Count > 0 && ReferenceEquals(stash[^1], envelope))
        {
            throw new InvalidOperationException($"{Path} has stashed this message already.");
        }

        stash.Add(envelope);
    }

    public void UnstashAll()
    {
        if (_extras?.Stash is not { } stash)
        {
            return;
        }

        HandOverAfterTurn();
        _extras.Stash = null;
        for (var i = stash.Count - 1; i >= 0; i--)
        {
            stash[i].Next = _first;
            _first = stash[i];
            _last ??= stash[i];
            _queued++;
        }
    }

    public void StartTimer(object key, object message, TimeSpan delay, TimeSpan? period)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        EnsureInside();
        var timers = Extras.Timers ??= [];
        if (timers.TryGetValue(key, out var old))
        {
            _system.Timers.Disarm(old);
        }

        var timer = new NamedTimer(this, key, message, period);
        timers[key] = timer;
        _system.Timers.ArmAfter(timer, delay);
    }

    public bool IsTimerActive(object key) => _extras?.Timers?.ContainsKey(key) == true;

    public void CancelTimer(object key)
    {
        EnsureInside();
        if (_extras?.Timers?.Remove(key, out var timer) == true)
        {
            _system.Timers.Disarm(timer);
        }
    }

    public void CancelTimers()
    {
        _system.Timers.Disarm(this);
        if (_extras?.Timers is { } timers)
        {
            _extras.Timers = null;
            foreach (var timer in timers.Values)
            {
                _system.Timers.Disarm(timer);
            }
        }
    }

    public void WakeAt(DateTimeOffset instant)
    {
        EnsureInside();
        _system.Timers.ArmAt(this, instant);
    }

    public void CancelWake()
    {
        EnsureInside();
        _system.Timers.Disarm(this);
    }

    /// <summary>Whether a fired timer is still the one that was armed; if so, it is over or armed for its next period.</summary>
    internal bool TimerTakenUp(NamedTimer timer)
    {
        if (_extras?.Timers is not { } timers || !timers.TryGetValue(timer.Key, out var armed) || armed != timer)
        {
            return false;
        }

        if (timer.Period is { } period)
        {
            _system.Timers.ArmAfter(timer, period);
        }
        else
        {
            timers.Remove(timer.Key);
        }

        return true;
    }

    /// <summary>Read from any thread; a running cell is seen as it is at the moment.</summary>
    internal ActorInspection Inspect(int levels)
    {
        var extras = _extras;
        var children = extras?.Children;
        return new ActorInspection
        {
            Path = Path.ToString(),
            Type = _actor?.GetType().Name ?? "",
            State = Describe(_holds),
            ChildCount = children?.Count ?? 0,
            MailboxDepth = InboxDepth + Volatile.Read(ref _queued) + (extras?.Stash?.Count ?? 0),
            Handled = Volatile.Read(ref _handled),
            Restarts = extras?.Restarts ?? 0,
            LastFailure = extras?.LastFailure,
            Children = levels > 0 && children is not null
                ? [.. children.ToArray().OrderBy(static child => child.Name, StringComparer.Ordinal).Select(child => child.Inspect(levels - 1))]
                : [],
        };
    }

    private static string Describe(Holds holds) => holds == Holds.None ? "Running" : holds.ToString();

    private void AskToStop()
    {
        _holds |= Holds.StopAsked;
        Send(new Stop());
    }

    // An actor's context is no concern of other threads. To use it after an await is the usual mistake.
    private void EnsureInside()
    {
        if (_current != this)
        {
            throw new InvalidOperationException($"The context of {Path} was used outside of its turn, for example after an await. Use PipeTo, and act on the message that comes back.");
        }
    }
}
