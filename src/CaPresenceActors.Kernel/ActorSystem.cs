using System.Collections.Immutable;
using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.Kernel.Inspection;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.Kernel.Timing;

namespace CaPresenceActors.Kernel;

/// <summary>A tree of actors, and what they share: clock, timers, dispatcher, journal, event stream, dead letters.</summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorCell _user;
    private const int FailureLinesEachMinute = 20;
    private readonly ITimerDriver _timerDriver;
    private readonly LogLimiter<(KernelLogEvent Event, Type Cause)> _failures;
    private ImmutableArray<Region> _regions = [];
    private int _terminating;

    private ActorSystem(ActorSystemSettings settings)
    {
        Settings = settings;
        Time = settings.Time;
        Dispatcher = settings.Dispatcher;
        _failures = new LogLimiter<(KernelLogEvent, Type)>(Time, FailureLinesEachMinute);
        EventStream = new EventStream();
        DeadLetters = new DeadLetters(this);
        Timers = new TimerQueue(Time)
        {
            Fault = e => Write(KernelLogLevel.Error, KernelLogEvent.KernelFault, "timers", "A timer failed to fire. The others go on.", e),
        };
        _timerDriver = settings.TimerDriver == TimerDriver.Thread
            ? new TimerThread(Timers, $"{settings.Name} timers")
            : new ProvidedTimer(Timers, Time);
        Timers.Earlier = _timerDriver.LookNow;
        Snapshots = new SnapshotSweep(this);
        CoordinatedShutdown = new CoordinatedShutdown(this);
        _user = new ActorCell(this, null, Props.Create<Guardian>() with { SupervisorStrategy = settings.GuardianStrategy, MailboxBound = int.MaxValue }, "user");
        _user.PrepareChildren();
        _user.Send(new Create(null));
    }

    /// <summary>What the system is made of.</summary>
    public ActorSystemSettings Settings { get; }

    public string Name => Settings.Name;

    /// <summary>The clock of this system.</summary>
    public TimeProvider Time { get; }

    public EventStream EventStream { get; }

    public DeadLetters DeadLetters { get; }

    /// <summary>Ends the system in order.</summary>
    public CoordinatedShutdown CoordinatedShutdown { get; }

    /// <summary>Snapshots of all persistent actors that changed.</summary>
    public SnapshotSweep Snapshots { get; }

    /// <summary>Ends when all actors have stopped.</summary>
    public Task WhenTerminated => _terminated.Task;

    internal Dispatcher Dispatcher { get; }

    internal TimerQueue Timers { get; }

    internal BulkRecovery? OpenRecovery { get; private set; }

    internal ImmutableArray<Region> Regions => _regions;

    internal bool IsTerminating => Volatile.Read(ref _terminating) != 0;

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(ActorSystemSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Journal is not null && settings.Codec is null)
        {
            throw new ArgumentException("A journal is given, but no codec that says how events are written.", nameof(settings));
        }

        return new ActorSystem(settings);
    }

    /// <summary>Starts an actor below <c>/user</c>. Any thread.</summary>
    /// <exception cref="InvalidOperationException">The name is taken, or the system is terminating.</exception>
    public IActorRef ActorOf(Props props, string? name = null) => _user.AddChild(props, name, OpenRecovery);

    /// <summary>Stops an actor when it has done the message it is at.</summary>
    public void Stop(IActorRef actor)
    {
        if (actor is ActorCell cell && cell.System == this)
        {
            cell.Send(new Stop());
        }
    }

    /// <summary>The actor at a path such as <c>/user/presence</c>; null when there is none just now.</summary>
    public IActorRef? Find(string path) => FindCell(path);

    /// <summary>What the tree looks like, from a path downwards. Actors are not disturbed. Null when there is no actor at the path.</summary>
    /// <param name="path">Such as <c>/user/presence</c>; null: all.</param>
    /// <param name="levels">How many levels of children are wanted.</param>
    public ActorInspection? Inspect(string? path = null, int levels = int.MaxValue) => (path is null ? _user : FindCell(path))?.Inspect(levels);

    /// <summary>
    /// Opens a recovery in one pass: persistent actors that are started from now on wait for <see cref="BulkRecovery.RunAsync"/>, which reads the journal once for all of them.
    /// </summary>
    public BulkRecovery BeginRecovery()
    {
        if (OpenRecovery is not null)
        {
            throw new InvalidOperationException("A recovery is open already.");
        }

        return OpenRecovery = new BulkRecovery(this);
    }

    /// <summary>The wall clock was stepped: looks at it now, and wakes whom the new time concerns. Without this call a step is noticed within a minute.</summary>
    public void ClockChanged() => _timerDriver.LookNow();

    /// <summary>Stops all actors, children before parents. Returns <see cref="WhenTerminated"/>.</summary>
    public Task Terminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            _user.Send(new Stop());
        }

        return WhenTerminated;
    }

    public async ValueTask DisposeAsync() => await Terminate();

    public override string ToString() => Name;

    internal void Add(Region region) => ImmutableInterlocked.Update(ref _regions, static (regions, added) => regions.Add(added), region);

    internal void Remove(Region region) => ImmutableInterlocked.Update(ref _regions, static (regions, gone) => regions.Remove(gone), region);

    internal void CloseRecovery() => OpenRecovery = null;

    internal double NextRandom() => Settings.Jitter();

    internal IJournal JournalFor(string persistenceId) => Settings.Journal
        ?? throw new InvalidOperationException($"{persistenceId} is a persistent actor, but the actor system \"{Name}\" was made without a journal.");

    internal void RootHasStopped()
    {
        _timerDriver.Dispose();
        _terminated.TrySetResult();
    }

    /// <summary>Says what became of a failed actor, as long as not too many fail alike.</summary>
    internal void WriteFailure(KernelLogLevel level, KernelLogEvent @event, IActorRef about, string message, Exception cause) =>
        WriteLimited(level, @event, about, message, cause.GetType(), cause);

    /// <summary>Says what may befall many at once, a few times a minute for each kind.</summary>
    internal void WriteLimited(KernelLogLevel level, KernelLogEvent @event, IActorRef about, string message, Type kind, Exception? cause)
    {
        if (_failures.Allows((@event, kind), out var heldBack))
        {
            Write(level, @event, about, message + LogLimiter<(KernelLogEvent, Type)>.Words(heldBack), cause);
        }
    }

    internal void Write(KernelLogLevel level, KernelLogEvent @event, IActorRef about, string message, Exception? cause) =>
        Write(level, @event, about.Path.ToString(), message, cause);

    internal void Write(KernelLogLevel level, KernelLogEvent @event, string source, string message, Exception? cause)
    {
        try
        {
            Settings.Log?.Write(new KernelLogEntry(level, @event, source, message, cause));
        }
        catch (Exception e)
        {
            // A log that cannot be written must not become the next failure. Standard error is what is left.
            Console.Error.WriteLine($"The log failed ({e.Message}) at: {source}: {message}");
        }
    }

    private ActorCell? FindCell(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts[0] != _user.Name)
        {
            return null;
        }

        return parts.Skip(1).Aggregate((ActorCell?)_user, static (cell, name) => cell?.ChildCell(name));
    }

    /// <summary>The top of the tree: supervises, and has nothing to say.</summary>
    private sealed class Guardian : ActorBase
    {
        // Whoever is below /user has failed beyond this guardian's care when it is itself restarted, which never happens.
        protected override void Receive(object message) => Unhandled(message);
    }
}
