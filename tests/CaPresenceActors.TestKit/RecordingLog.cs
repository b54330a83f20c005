using System.Collections.Immutable;
using CaPresenceActors.Kernel;

namespace CaPresenceActors.TestKit;

/// <summary>Keeps what the kernel says.</summary>
public sealed class RecordingLog : IKernelLog
{
    private ImmutableList<KernelLogEntry> _entries = [];

    public IReadOnlyList<KernelLogEntry> Entries => _entries;

    /// <summary>What was said of one kind.</summary>
    public IReadOnlyList<KernelLogEntry> Of(KernelLogEvent happened) => [.. _entries.Where(entry => entry.Event == happened)];

    public void Write(KernelLogEntry entry) => ImmutableInterlocked.Update(ref _entries, static (entries, added) => entries.Add(added), entry);
}
