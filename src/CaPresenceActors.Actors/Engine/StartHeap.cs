using System.Runtime;

namespace CaPresenceActors.Actors.Engine;

/// <summary>
/// Room on the heap for a start: until this is disposed, or the room is used up, nothing is collected. A start makes the whole state of the engine, so next to all that a collection would look at in
/// that time is there to stay. Short pauses, which the host's small generation 0 is for, mean nothing while no boundary is watched yet.
/// </summary>
/// <remarks>For the process as a whole: hosts use it, the engine does not. The room is reserved and not touched, so a small site has no use of it and pays nothing for it.</remarks>
public sealed class StartHeap : IDisposable
{
    private const long MostBytes = 240L << 20;
    private const long LargeObjectBytes = 32L << 20;

    // In a small container the room must not crowd out what is to come.
    private const int ShareOfMemory = 8;

    private readonly bool _reserved;

    private StartHeap(bool reserved) => _reserved = reserved;

    /// <summary>Reserves what there is room for. Where the runtime cannot, the start is merely slower.</summary>
    public static StartHeap Reserve()
    {
        var bytes = Math.Min(MostBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory);
        try
        {
            return new StartHeap(bytes > LargeObjectBytes && GC.TryStartNoGCRegion(bytes, Math.Min(LargeObjectBytes, bytes / 2)));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Another host starts in this process, or the heap has a limit of its own.
            return new StartHeap(reserved: false);
        }
    }

    /// <summary>Collections go on as usual.</summary>
    public void Dispose()
    {
        if (!_reserved || GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // The room was used up at this very moment, so there is nothing to end.
        }
    }
}
