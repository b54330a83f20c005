using System.Collections.Concurrent;

namespace CaPresenceActors.Kernel;

/// <summary>Lets a number of lines of each kind through in a minute, and counts the rest: what befalls 100,000 actors at once must not fill the disk.</summary>
internal sealed class LogLimiter<TKind>(TimeProvider time, int linesEachMinute)
    where TKind : notnull
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<TKind, Count> _kinds = new();

    /// <summary>Whether one more line may be written. If so, how many were held back since the last one.</summary>
    public bool Allows(TKind kind, out long heldBack)
    {
        var count = _kinds.GetOrAdd(kind, static _ => new Count());
        var now = time.GetTimestamp();
        lock (count)
        {
            if (count.InWindow == 0 || time.GetElapsedTime(count.WindowStart, now) >= Window)
            {
                count.WindowStart = now;
                count.InWindow = 0;
            }

            if (count.InWindow == linesEachMinute)
            {
                count.HeldBack++;
                heldBack = 0;
                return false;
            }

            count.InWindow++;
            heldBack = count.HeldBack;
            count.HeldBack = 0;
            return true;
        }
    }

    /// <summary>What to add to a line.</summary>
    public static string Words(long heldBack) => heldBack > 0 ? $" {heldBack} more of this kind since the last such line." : "";

    private sealed class Count
    {
        public long WindowStart;
        public int InWindow;
        public long HeldBack;
    }
}
