using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>How changes of calendars are watched. The defaults stay under every limit of an Exchange server as it is installed.</summary>
public sealed record WatchSettings
{
    /// <summary>How many subscriptions one stream carries, 1 to 200.</summary>
    public int SubscriptionsPerStream { get; init; } = GetStreamingEvents.MaxSubscriptions;

    /// <summary>After how long the server ends a stream, 1 to 30 whole minutes. A stream is renewed before, each at another moment.</summary>
    public TimeSpan StreamLength { get; init; } = TimeSpan.FromMinutes(29);

    /// <summary>After how long without a whole message a stream counts as dead. Servers send one every 45 seconds, though not all of them.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How many requests (subscribing, unsubscribing, opening streams) may be under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How long a stream waits for more mailboxes that want to join it, before it is opened anew with them.</summary>
    public TimeSpan JoinDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a mailbox is tried again that could not be subscribed for a lasting reason; at random up to half as long earlier.</summary>
    public TimeSpan LastingRetry { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long ending the subscriptions may take at shutdown. What is left expires by itself.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Spreads waits that would otherwise end together.</summary>
    public Random Chance { get; init; } = Random.Shared;

    /// <summary>What is wrong with it, a sentence each; empty when it is usable.</summary>
    public IEnumerable<string> Problems()
    {
        if (SubscriptionsPerStream is < 1 or > GetStreamingEvents.MaxSubscriptions)
        {
            yield return $"A stream carries {SubscriptionsPerStream} subscriptions, but the number must be from 1 to {GetStreamingEvents.MaxSubscriptions}.";
        }

        if (StreamLength < TimeSpan.FromMinutes(1) || StreamLength > TimeSpan.FromMinutes(GetStreamingEvents.LongestMinutes))
        {
            yield return $"A stream lasts {StreamLength}, but the time must be from 1 to {GetStreamingEvents.LongestMinutes} minutes.";
        }

        if (Silence < TimeSpan.FromSeconds(1) || Silence > TimeSpan.FromHours(1))
        {
            yield return $"A stream counts as dead after {Silence} of silence, but the time must be from a second to an hour.";
        }

        if (Concurrency is < 1 or > 64)
        {
            yield return $"{Concurrency} requests for notifications may be under way at once, but the number must be from 1 to 64.";
        }

        if (JoinDelay < TimeSpan.Zero || LastingRetry <= TimeSpan.Zero || Farewell < TimeSpan.Zero)
        {
            yield return $"The waits of the watch are {JoinDelay} (join), {LastingRetry} (lasting retry) and {Farewell} (farewell), but none may be negative, nor the second nothing.";
        }
    }
}
