using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel;

/// <summary>Hands what is published to all who subscribed to its type, a base type or an interface of it.</summary>
public sealed class EventStream
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Type, ImmutableArray<IActorRef>> _receivers = new();
    private ImmutableArray<(IActorRef Subscriber, Type Type)> _subscriptions = [];

    /// <summary>The subscriber gets everything of this type from now on, until it unsubscribes or stops.</summary>
    public void Subscribe(IActorRef subscriber, Type type)
    {
        lock (_gate)
        {
            if (!_subscriptions.Contains((subscriber, type)))
            {
                _subscriptions = _subscriptions.Add((subscriber, type));
                _receivers.Clear();
            }
        }
    }

    /// <summary>The subscriber gets everything of this type from now on, until it unsubscribes or stops.</summary>
    public void Subscribe<T>(IActorRef subscriber) => Subscribe(subscriber, typeof(T));

    /// <summary>The subscriber gets nothing more.</summary>
    public void Unsubscribe(IActorRef subscriber)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.RemoveAll(subscription => subscription.Subscriber.Equals(subscriber));
            _receivers.Clear();
        }
    }

    /// <summary>Sends a message to its subscribers.</summary>
    public void Publish(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_subscriptions.IsEmpty)
        {
            return;
        }

        foreach (var receiver in Receivers(message.GetType()))
        {
            if (receiver is ActorCell { IsClosed: true })
            {
                Unsubscribe(receiver);
            }
            else
            {
                receiver.Tell(message, null);
            }
        }
    }

    private ImmutableArray<IActorRef> Receivers(Type type)
    {
        if (_receivers.TryGetValue(type, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            var receivers = _subscriptions
                .Where(subscription => subscription.Type.IsAssignableFrom(type))
                .Select(static subscription => subscription.Subscriber)
                .Distinct()
                .ToImmutableArray();
            _receivers[type] = receivers;
            return receivers;
        }
    }
}
