namespace CaPresenceActors.Exchange.Simulator;

/// <summary>How the server keeps subscriptions and streams.</summary>
public sealed record NotificationOptions
{
    /// <summary>After how much silence a stream says that it is alive; <see cref="Timeout.InfiniteTimeSpan"/> for never, as some servers.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a streaming subscription lives that no stream reads.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many back ends the server has. With more than one, a request that lacks the affinity cookie never meets the back end that knows its subscription.</summary>
    public int BackEnds { get; init; } = 1;

    /// <summary>
    /// Whether a stream that was opened with a bad id among good ones is closed after the error. By default it stays open and silent, which is worse: heartbeats come, events never do.
    /// </summary>
    public bool BadIdClosesStream { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Heartbeat <= TimeSpan.Zero && Heartbeat != Timeout.InfiniteTimeSpan)
        {
            yield return $"The heartbeat is {Heartbeat}, but must be longer than nothing, or infinite for none.";
        }

        if (IdleLifetime <= TimeSpan.Zero)
        {
            yield return $"Idle subscriptions live {IdleLifetime}, but must live longer than nothing.";
        }

        if (BackEnds is < 1 or > 16)
        {
            yield return $"There are {BackEnds} back ends, but there must be 1 to 16.";
        }
    }
}
