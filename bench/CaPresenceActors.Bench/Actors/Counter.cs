using CaPresenceActors.Kernel;

namespace CaPresenceActors.Bench.Actors;

/// <summary>Counts what it is told, and says at a number that it has come.</summary>
internal sealed class Counter(Counter.Count count) : ActorBase
{
    protected override void Receive(object message)
    {
        if (Sending.IsOnThisStack)
        {
            count.Inline++;
        }

        if (++count.Received == count.Expected)
        {
            count.Reached?.Invoke();
        }
    }

    /// <summary>What has come. The actor writes it, the sender reads it.</summary>
    internal sealed class Count
    {
        public long Received;

        public long Expected;

        public long Inline;

        public Action? Reached;
    }

    /// <summary>Whether this very thread is within a Tell just now: then whoever runs runs on the sender's stack.</summary>
    internal static class Sending
    {
        [ThreadStatic]
        public static bool IsOnThisStack;
    }
}

/// <summary>Answers everything by itself.</summary>
internal sealed class Echo : ActorBase
{
    protected override void Receive(object message) => Sender.Tell(message);
}
