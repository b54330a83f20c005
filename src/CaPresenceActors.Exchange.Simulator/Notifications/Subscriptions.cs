using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>All subscriptions of the server, by id and by mailbox. Those that nobody reads are forgotten when somebody looks at them after their time.</summary>
internal sealed class Subscriptions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _perPayer = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Subscription> _byId = new();
    private readonly ConcurrentDictionary<SimulatedMailbox, ImmutableArray<Subscription>> _byMailbox = new();

    /// <summary>What a reader is told of a subscription that its server does not know any more.</summary>
    public static EwsErrorException Lost() => new("ErrorSubscriptionNotFound", "The subscription was not found.");

    public int Count
    {
        get
        {
            Expire(_ => true);
            return _byId.Count;
        }
    }

    public int CountOf(SimulatedMailbox mailbox)
    {
        Expire(s => s.Mailbox == mailbox);
        return _byMailbox.TryGetValue(mailbox, out var own) ? own.Length : 0;
    }

    /// <exception cref="EwsErrorException">Whoever pays for it has as many as the policy allows.</exception>
    public void Add(Subscription subscription, int limit)
    {
        lock (_lock)
        {
            if (_perPayer.GetValueOrDefault(subscription.Payer) >= limit)
            {
                Expire(s => string.Equals(s.Payer, subscription.Payer, StringComparison.OrdinalIgnoreCase));
            }

            var count = _perPayer.GetValueOrDefault(subscription.Payer);
            if (count >= limit)
            {
                throw new EwsErrorException(
                    "ErrorExceededSubscriptionCount",
                    "You have exceeded the available subscriptions for your account. Remove unnecessary subscriptions and try your request again.",
                    ("Policy", "EwsMaxSubscriptions"));
            }

            _perPayer[subscription.Payer] = count + 1;
            _byId[subscription.Id] = subscription;
            _byMailbox.AddOrUpdate(subscription.Mailbox, [subscription], (_, own) => own.Add(subscription));
        }
    }

    public Subscription? Find(string id)
    {
        if (!_byId.TryGetValue(id, out var subscription))
        {
            return null;
        }

        if (!subscription.IsExpired)
        {
            return subscription;
        }

        Forget(subscription);
        return null;
    }

    /// <summary>Ends a subscription; a stream that reads it is told with this error.</summary>
    public bool Remove(Subscription subscription, EwsErrorException reason)
    {
        if (!Forget(subscription))
        {
            return false;
        }

        subscription.Cut()?.Lose(subscription, reason);
        return true;
    }

    /// <summary>Ends all subscriptions of a mailbox; how many there were.</summary>
    public int RemoveOf(SimulatedMailbox mailbox, EwsErrorException reason) =>
        _byMailbox.TryGetValue(mailbox, out var own) ? own.Count(s => Remove(s, reason)) : 0;

    /// <summary>Forgets all subscriptions of a back end (of all without one), as its restart does, and cuts the streams that read them; how many there were.</summary>
    public int Restart(int? backEnd)
    {
        var lost = 0;
        foreach (var subscription in _byId.Values.Where(s => backEnd is null || s.BackEnd == backEnd))
        {
            if (Forget(subscription))
            {
                lost++;
                subscription.Cut()?.Abort();
            }
        }

        return lost;
    }

    public void Announce(SimulatedMailbox mailbox, CalendarChange change)
    {
        if (_byMailbox.TryGetValue(mailbox, out var own))
        {
            foreach (var subscription in own)
            {
                subscription.Offer(change);
            }
        }
    }

    private void Expire(Func<Subscription, bool> which)
    {
        foreach (var subscription in _byId.Values.Where(s => which(s) && s.IsExpired))
        {
            Forget(subscription);
        }
    }

    private bool Forget(Subscription subscription)
    {
        lock (_lock)
        {
            if (!_byId.TryRemove(subscription.Id, out _))
            {
                return false;
            }

            if (--_perPayer[subscription.Payer] == 0)
            {
                _perPayer.Remove(subscription.Payer);
            }

            var left = _byMailbox[subscription.Mailbox].Remove(subscription);
            if (left.IsEmpty)
            {
                _byMailbox.TryRemove(subscription.Mailbox, out _);
            }
            else
            {
                _byMailbox[subscription.Mailbox] = left;
            }

            return true;
        }
    }
}
