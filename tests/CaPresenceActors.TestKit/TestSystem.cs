using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.TestKit;

/// <summary>
/// An actor system in which nothing happens unless the test says so: actors run on the test's thread, time moves by <see cref="Advance"/>, and the in-memory journal answers at once or when
/// released. The same test always plays out the same way.
/// </summary>
public sealed class TestSystem : IDisposable
{
    private static readonly TimeSpan RealDeadline = TimeSpan.FromSeconds(30);
    private int _probes;

    private TestSystem(ActorSystem system, DeterministicDispatcher dispatcher, ManualTime time, RecordingLog log)
    {
        System = system;
        Dispatcher = dispatcher;
        Time = time;
        Log = log;
        Time.Settle += Dispatcher.RunUntilIdle;
    }

    public ActorSystem System { get; }

    public DeterministicDispatcher Dispatcher { get; }

    public ManualTime Time { get; }

    public RecordingLog Log { get; }

    /// <summary>Starts a system.</summary>
    /// <param name="journal">Where persistent actors write; may be shared by systems that follow on each other, as restarts do.</param>
    /// <param name="codec">How they write; without one, events are kept as the objects they are (<see cref="ObjectCodec"/>).</param>
    /// <param name="time">The clock; shared likewise.</param>
    /// <param name="seed">Shuffles the order of turns.</param>
    /// <param name="configure">Changes other settings.</param>
    public static TestSystem Create(
        IJournal? journal = null,
        IEventCodec? codec = null,
        ManualTime? time = null,
        int? seed = null,
        Func<ActorSystemSettings, ActorSystemSettings>? configure = null)
    {
        time ??= new ManualTime();
        var dispatcher = new DeterministicDispatcher(seed);
        var log = new RecordingLog();
        var settings = new ActorSystemSettings
        {
            Name = "test",
            Time = time,
            TimerDriver = TimerDriver.Provider,
            Dispatcher = dispatcher,
            Journal = journal ?? new InMemoryJournal(),
            Codec = codec ?? new ObjectCodec(),
            Log = log,
            SnapshotSweepEvery = 0,
            Jitter = static () => 0,
        };
        return new TestSystem(ActorSystem.Create(configure?.Invoke(settings) ?? settings), dispatcher, time, log);
    }

    /// <summary>Starts an actor and lets it settle.</summary>
    public IActorRef ActorOf(Props props, string? name = null)
    {
        var actor = System.ActorOf(props, name);
        RunUntilIdle();
        return actor;
    }

    /// <summary>Starts an actor and lets it settle.</summary>
    public IActorRef ActorOf(Func<ActorBase> factory, string? name = null) => ActorOf(Props.Create(factory), name);

    public TestProbe CreateProbe(string? name = null) => new(System, name ?? $"probe-{++_probes}", RunUntilIdle);

    /// <summary>Runs actors until nobody has anything to do.</summary>
    public void RunUntilIdle() => Dispatcher.RunUntilIdle();

    /// <summary>Lets time pass; actors run at every timer that becomes due.</summary>
    public void Advance(TimeSpan time) => Time.Advance(time);

    /// <summary>Lets time pass until the wall clock shows an instant.</summary>
    public void AdvanceTo(DateTimeOffset instant) => Time.AdvanceTo(instant);

    /// <summary>Steps the wall clock and tells the system.</summary>
    public void StepClock(DateTimeOffset instant)
    {
        Time.SetUtcNow(instant);
        System.ClockChanged();
        Advance(TimeSpan.Zero);
    }

    /// <summary>Sends a message and lets everybody settle.</summary>
    public void Tell(IActorRef receiver, object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, sender);
        RunUntilIdle();
    }

    /// <summary>Asks, and runs actors until there is an answer.</summary>
    public T Ask<T>(IActorRef receiver, object message) => Complete(receiver.Ask<T>(message, Timeout.InfiniteTimeSpan));

    /// <summary>Runs actors until a task has ended, and returns its result or throws what it threw.</summary>
    public T Complete<T>(Task<T> task)
    {
        Complete((Task)task);
        return task.Result;
    }

    /// <summary>Runs actors until a task has ended. Only what runs outside of actors is waited for in real time.</summary>
    public void Complete(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var deadline = global::System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var more = Dispatcher.Scheduled.Task;
            RunUntilIdle();
            if (task.IsCompleted)
            {
                task.GetAwaiter().GetResult();
                return;
            }

            if (deadline.Elapsed > RealDeadline || (!more.IsCompleted && Task.WaitAny([task, more], RealDeadline) < 0))
            {
                throw new ExpectationFailedException($"The task did not end, although all actors are idle. Actors wait: {Waiting()}");
            }
        }
    }

    /// <summary>Stops all actors, as a crash would: without snapshots.</summary>
    public void Terminate()
    {
        var terminated = System.Terminate();
        RunUntilIdle();
        if (!terminated.IsCompleted)
        {
            throw new ExpectationFailedException($"Not all actors have stopped: {Waiting()}");
        }

        Time.Settle -= Dispatcher.RunUntilIdle;
    }

    public void Dispose() => Time.Settle -= Dispatcher.RunUntilIdle;

    private string Waiting()
    {
        var busy = new List<string>();
        void Visit(Kernel.Inspection.ActorInspection actor)
        {
            if (actor.State != "Running" || actor.MailboxDepth > 0)
            {
                busy.Add($"{actor.Path} ({actor.State}, {actor.MailboxDepth} messages)");
            }

            foreach (var child in actor.Children)
            {
                Visit(child);
            }
        }

        if (System.Inspect() is { } root)
        {
            Visit(root);
        }

        return busy.Count == 0 ? "none." : string.Join(", ", busy.Take(20));
    }
}
