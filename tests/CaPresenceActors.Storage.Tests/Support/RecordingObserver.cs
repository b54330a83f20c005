using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>Keeps everything it hears.</summary>
internal sealed class RecordingObserver : IJournalObserver
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _heard = [];

    public IReadOnlyList<JournalEntry> Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    public void Committed(ReadOnlySpan<JournalEntry> entries)
    {
        lock (_gate)
        {
            _heard.AddRange(entries);
        }
    }
}
