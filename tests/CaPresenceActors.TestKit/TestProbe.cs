using System.Diagnostics;
using CaPresenceActors.Kernel;

namespace CaPresenceActors.TestKit;

/// <summary>An actor that keeps what it is told, for the test to look at.</summary>
public sealed class TestProbe
{
    private static readonly TimeSpan RealDeadline = TimeSpan.FromSeconds(30);
    private readonly object _gate = new();
    private readonly Queue<(object Message, IActorRef Sender)> _received = new();
    private readonly Action? _settle;

    /// <summary>In a system with real threads; the deadline of what is expected is 30 seconds.</summary>
    public TestProbe(ActorSystem system, string name)
        : this(system, name, null)
    {
    }

    // Settling runs a deterministic system until it is idle: then what has not come does not come.
    internal TestProbe(ActorSystem system, string name, Action? settle)
    {
        _settle = settle;
        Ref = system.ActorOf(Props.Create(() => new Recorder(this)).WithMailboxBound(int.MaxValue), name);
        _settle?.Invoke();
    }

    public IActorRef Ref { get; }

    /// <summary>Who sent the message that was taken last.</summary>
    public IActorRef LastSender { get; private set; } = null!;

    /// <summary>Sends a message in the probe's name.</summary>
    public void Send(IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, Ref);
        _settle?.Invoke();
    }

    /// <summary>Answers the message that was taken last.</summary>
    public void Reply(object message) => Send(LastSender, message);

    /// <summary>From now on the probe is told when the actor stops.</summary>
    public void Watch(IActorRef actor)
    {
        Ref.Tell(new WatchFor(actor), null);
        _settle?.Invoke();
    }

    /// <summary>Takes the next message, which must be of this type.</summary>
    public T ExpectMsg<T>()
    {
        var message = Next() ?? throw new ExpectationFailedException($"{Ref} expected {typeof(T).Name}, but nothing came.");
        return message is T expected
            ? expected
            : throw new ExpectationFailedException($"{Ref} expected {typeof(T).Name}, but got {message}.");
    }

    /// <summary>Takes the next message, which must equal this one.</summary>
    public T ExpectMsg<T>(T message)
    {
        var found = ExpectMsg<T>();
        return Equals(found, message) ? found : throw new ExpectationFailedException($"{Ref} expected {message}, but got {found}.");
    }

    /// <summary>Takes the next message, which must say that the actor has stopped.</summary>
    public void ExpectTerminated(IActorRef actor) => ExpectMsg(new Terminated(actor));

    /// <summary>Nothing has come. Only in a deterministic system, where this is certain.</summary>
    public void ExpectNoMsg()
    {
        if (_settle is null)
        {
            throw new InvalidOperationException("With real threads nobody knows that nothing will come. Ask the actor something, and look at what came before the answer.");
        }

        _settle();
        lock (_gate)
        {
            if (_received.TryPeek(out var found))
            {
                throw new ExpectationFailedException($"{Ref} expected nothing, but got {found.Message}.");
            }
        }
    }

    /// <summary>Takes all that has come so far.</summary>
    public IReadOnlyList<object> TakeAll()
    {
        _settle?.Invoke();
        lock (_gate)
        {
            var all = _received.Select(static received => received.Message).ToArray();
            _received.Clear();
            return all;
        }
    }

    private object? Next()
    {
        _settle?.Invoke();
        var watch = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_received.Count == 0)
            {
                var left = RealDeadline - watch.Elapsed;
                if (_settle is not null || left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    return null;
                }
            }

            (var message, LastSender) = _received.Dequeue();
            return message;
        }
    }

    private sealed record WatchFor(IActorRef Actor);

    private sealed class Recorder(TestProbe probe) : ActorBase
    {
        protected override void Receive(object message)
        {
            if (message is WatchFor watch)
            {
                Context.Watch(watch.Actor);
                return;
            }

            lock (probe._gate)
            {
                probe._received.Enqueue((message, Sender));
                Monitor.PulseAll(probe._gate);
            }
        }
    }
}
