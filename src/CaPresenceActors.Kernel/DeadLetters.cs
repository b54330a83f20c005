using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel;

/// <summary>Why a message was not delivered.</summary>
public enum DeadLetterReason
{
    /// <summary>The receiver has stopped, or there never was one.</summary>
    Stopped,

    /// <summary>
    /// The receiver's mailbox held as many user messages as it takes. The newest message is the one refused: those that wait keep their order, and nobody blocks. Who asked gets
    /// <see cref="MailboxFullException"/> at once. The kernel's own messages, timers and answers of the journal are never refused.
    /// </summary>
    MailboxFull,

    /// <summary>An answer came after the asker had given up.</summary>
    TooLate,

    /// <summary>It was delivered, but means nothing to the receiver.</summary>
    Unhandled,
}

/// <summary>A message that was not delivered. Published on the event stream.</summary>
public sealed record DeadLetter(object Message, IActorRef? Sender, IActorRef Recipient, DeadLetterReason Reason);

/// <summary>A message that was delivered and means nothing to its receiver. Published on the event stream.</summary>
public sealed record UnhandledMessage(object Message, IActorRef? Sender, IActorRef Recipient);

/// <summary>How many messages of a type were not delivered, for one reason.</summary>
public sealed record DeadLetterCount(DeadLetterReason Reason, string MessageType, long Count);

/// <summary>Where undeliverable messages go: counted by kind (reason and type of message), published, and logged once for each kind and minute.</summary>
public sealed class DeadLetters : IActorRef, ISystemRef
{
    private readonly ConcurrentDictionary<(DeadLetterReason Reason, Type Type), StrongBox<long>> _counts = new();
    private readonly LogLimiter<(DeadLetterReason Reason, Type Type)> _limiter;
    private readonly ActorSystem _system;

    internal DeadLetters(ActorSystem system)
    {
        _system = system;
        _limiter = new LogLimiter<(DeadLetterReason Reason, Type Type)>(system.Time, linesEachMinute: 1);
    }

    public ActorPath Path { get; } = new("/deadLetters");

    ActorSystem ISystemRef.System => _system;

    /// <summary>What has been counted since the system began.</summary>
    public IReadOnlyList<DeadLetterCount> Counts =>
        [.. _counts.Select(static count => new DeadLetterCount(count.Key.Reason, count.Key.Type.Name, Interlocked.Read(ref count.Value.Value)))];

    /// <summary>All kinds together.</summary>
    public long Total => _counts.Values.Sum(static count => Interlocked.Read(ref count.Value));

    public void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Undelivered(message, sender, this, DeadLetterReason.Stopped, 0);
    }

    public override string ToString() => Path.ToString();

    internal void Undelivered(object message, IActorRef? sender, IActorRef recipient, DeadLetterReason reason, int bound)
    {
        if (sender is IPromise promise)
        {
            promise.Refuse(reason == DeadLetterReason.MailboxFull
                ? new MailboxFullException(recipient.Path.ToString(), bound)
                : new ActorStoppedException(recipient.Path.ToString()));
        }

        // A dead letter about a dead letter would never end.
        if (message is DeadLetter or UnhandledMessage)
        {
            return;
        }

        Count(message, sender, recipient, reason);
        _system.EventStream.Publish(new DeadLetter(message, sender, recipient, reason));
    }

    internal void Unhandled(object message, IActorRef? sender, IActorRef recipient)
    {
        Count(message, sender, recipient, DeadLetterReason.Unhandled);
        _system.EventStream.Publish(new UnhandledMessage(message, sender, recipient));
    }

    private void Count(object message, IActorRef? sender, IActorRef recipient, DeadLetterReason reason)
    {
        var counter = _counts.GetOrAdd((reason, message.GetType()), static _ => new StrongBox<long>());
        Interlocked.Increment(ref counter.Value);

        // At the end everybody stops, and nobody needs to hear of each.
        if ((_system.IsTerminating && reason == DeadLetterReason.Stopped) || !_limiter.Allows((reason, message.GetType()), out var heldBack))
        {
            return;
        }

        _system.Write(
            KernelLogLevel.Warning,
            KernelLogEvent.DeadLetter,
            recipient,
            $"{message.GetType().Name} from {sender?.Path.ToString() ?? "nobody"} was not delivered: {Words(reason)}{LogLimiter<(DeadLetterReason, Type)>.Words(heldBack)}",
            null);
    }

    private static string Words(DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.Stopped => "the receiver has stopped.",
        DeadLetterReason.MailboxFull => "the mailbox is full.",
        DeadLetterReason.TooLate => "the asker has given up.",
        DeadLetterReason.Unhandled => "it means nothing to the receiver.",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {reason}."),
    };
}
