using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.TestKit.Persistence;

/// <summary>What an in-memory journal has committed. Not safe for several threads; the journal locks.</summary>
internal sealed class InMemoryStore
{
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<string, (long Sequence, long Position)> _newest = [];
    private readonly Dictionary<string, SnapshotRequest> _snapshots = [];
    private readonly Dictionary<string, SortedDictionary<string, ReadOnlyMemory<byte>>> _documents = [];

    public long Head { get; private set; }

    public long Oldest { get; private set; } = 1;

    public long Covered { get; private set; }

    /// <summary>Why an append does not follow on its actor's newest event; null when it does.</summary>
    public string? Refusal(AppendRequest request)
    {
        var (sequence, position) = _newest.GetValueOrDefault(request.PersistenceId);
        return request.FirstSequence == sequence + 1 && request.PreviousPosition == position
            ? null
            : $"The append of {request.PersistenceId} starts at sequence {request.FirstSequence} after position {request.PreviousPosition}, " +
              $"but its newest event is {sequence} at position {position}. Nothing of it was kept.";
    }

    public long Append(AppendRequest request, List<JournalEntry> committed)
    {
        var first = request.Events.Length == 0 ? Head : Head + 1;
        var previous = request.PreviousPosition;
        var sequence = request.FirstSequence;
        foreach (var journalEvent in request.Events)
        {
            var entry = new JournalEntry
            {
                Position = ++Head,
                PersistenceId = request.PersistenceId,
                Sequence = sequence++,
                Previous = previous,
                RecordedAt = request.RecordedAt,
                Manifest = journalEvent.Manifest,
                Payload = journalEvent.Payload.ToArray(),
                Event = journalEvent.Event,
            };
            committed.Add(entry);
            _entries.Add(WithoutEvent(entry));
            _newest[entry.PersistenceId] = (entry.Sequence, entry.Position);
            previous = entry.Position;
        }

        foreach (var write in request.Documents)
        {
            Write(request.PersistenceId, write);
        }

        return first;
    }

    public void Save(SnapshotRequest snapshot)
    {
        if (SnapshotOf(snapshot.PersistenceId) is not { } known || known.Sequence <= snapshot.Sequence)
        {
            _snapshots[snapshot.PersistenceId] = snapshot with { Saved = null };
        }
    }

    public void Cover(long position) => Covered = Math.Max(Covered, Math.Min(position, Head));

    public SnapshotRequest? SnapshotOf(string persistenceId) => _snapshots.GetValueOrDefault(persistenceId);

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> DocumentsOf(string persistenceId) =>
        _documents.TryGetValue(persistenceId, out var documents) ? new Dictionary<string, ReadOnlyMemory<byte>>(documents) : [];

    public void Recover(IRecoveryReader reader, CancellationToken cancellation)
    {
        foreach (var snapshot in _snapshots.Values)
        {
            reader.Snapshot(snapshot.PersistenceId, snapshot.Sequence, snapshot.Position, snapshot.Payload.Span);
        }

        foreach (var (persistenceId, documents) in _documents)
        {
            foreach (var (key, payload) in documents)
            {
                reader.Document(persistenceId, key, payload.Span);
            }
        }

        foreach (var entry in _entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Position > Covered && entry.Sequence > (SnapshotOf(entry.PersistenceId)?.Sequence ?? 0))
            {
                reader.Event(entry);
            }
        }
    }

    public IReadOnlyList<JournalEntry> After(long position, int limit) =>
        [.. _entries.Where(entry => entry.Position > position).Take(limit)];

    public IReadOnlyList<JournalEntry> Back(string persistenceId, long position, int limit)
    {
        var found = new List<JournalEntry>();
        for (var at = position; at >= Oldest && at <= Head && found.Count < limit; at = found[^1].Previous)
        {
            var entry = _entries[(int)(at - Oldest)];
            if (entry.PersistenceId != persistenceId)
            {
                throw new ArgumentException($"Position {at} belongs to {entry.PersistenceId}, not to {persistenceId}.", nameof(position));
            }

            found.Add(entry);
        }

        return found;
    }

    public int Prune(DateTimeOffset recordedBefore, int limit)
    {
        var count = _entries.TakeWhile(entry => entry.RecordedAt < recordedBefore && entry.Position <= Covered).Take(limit).Count();
        _entries.RemoveRange(0, count);
        Oldest += count;
        return count;
    }

    public InMemoryStore Copy()
    {
        var copy = new InMemoryStore { Head = Head, Oldest = Oldest, Covered = Covered };
        copy._entries.AddRange(_entries);
        Fill(copy._newest, _newest);
        Fill(copy._snapshots, _snapshots);
        foreach (var (persistenceId, documents) in _documents)
        {
            copy._documents[persistenceId] = new SortedDictionary<string, ReadOnlyMemory<byte>>(documents, StringComparer.Ordinal);
        }

        return copy;
    }

    /// <summary>What one persistent actor needs; by way of its chain of positions when its newest is known.</summary>
    public InMemoryStore CopyOf(string persistenceId, long? lastPosition)
    {
        var copy = new InMemoryStore { Head = Head, Oldest = Oldest, Covered = lastPosition is null ? Covered : 0 };
        copy._entries.AddRange(Back(persistenceId, lastPosition ?? _newest.GetValueOrDefault(persistenceId).Position, int.MaxValue).Reverse());
        if (_snapshots.TryGetValue(persistenceId, out var snapshot))
        {
            copy._snapshots[persistenceId] = snapshot;
        }

        if (_documents.TryGetValue(persistenceId, out var documents))
        {
            copy._documents[persistenceId] = new SortedDictionary<string, ReadOnlyMemory<byte>>(documents, StringComparer.Ordinal);
        }

        return copy;
    }

    private static void Fill<T>(Dictionary<string, T> copy, Dictionary<string, T> original)
    {
        foreach (var (key, value) in original)
        {
            copy[key] = value;
        }
    }

    private static JournalEntry WithoutEvent(JournalEntry entry) => new()
    {
        Position = entry.Position,
        PersistenceId = entry.PersistenceId,
        Sequence = entry.Sequence,
        Previous = entry.Previous,
        RecordedAt = entry.RecordedAt,
        Manifest = entry.Manifest,
        Payload = entry.Payload,
    };

    private void Write(string persistenceId, DocumentWrite write)
    {
        if (!_documents.TryGetValue(persistenceId, out var documents))
        {
            documents = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            _documents.Add(persistenceId, documents);
        }

        if (write.Payload is { } payload)
        {
            documents[write.Key] = payload.ToArray();
        }
        else
        {
            documents.Remove(write.Key);
        }
    }
}
