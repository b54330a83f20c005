namespace CaPresenceActors.Kernel.Persistence;

/// <summary>
/// Where persistent actors keep what must survive: events in one total order, one snapshot and any number of documents
/// for each persistent actor.
/// </summary>
/// <remarks>
/// <para><b>Order.</b> Events of the whole site stand under one <em>position</em>: 1, 2, 3 … without a gap, in the order in which their
/// appends arrived. Each persistent actor counts its own events besides, by <em>sequence</em>: 1, 2, 3 … without a gap.</para>
/// <para><b>Appends.</b> <see cref="Append"/> never blocks and never throws for trouble of the storage. One writer commits together
/// what arrived while the last commit ran. An append is applied whole (events and documents) or not at all. Its answer comes once,
/// by <see cref="AppendRequest.Completed"/> or <see cref="AppendRequest.Failed"/>, on the journal's own thread, and only when the
/// data is on the disk.</para>
/// <para><b>Feed.</b> Observers hear of every committed entry once, in order of position, before the append that wrote it is
/// answered: who was told "done" finds the change wherever the feed leads.</para>
/// <para><b>Documents</b> are current values beside the history: overwritten or deleted, never part of it. They are written in the
/// same transaction as the events of their append.</para>
/// <para><b>Failure.</b> When the storage refuses (full disk, file gone), appends fail with <see cref="JournalException"/>, nothing of them is
/// kept, <see cref="Health"/> says so, and later appends are tried afresh: the journal heals as soon as the cause is gone.</para>
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Position of the newest committed entry; 0 when there is none.</summary>
    long Head { get; }

    /// <summary>Position of the oldest entry that has not been pruned; <see cref="Head"/> + 1 when there is none.</summary>
    long Oldest { get; }

    /// <summary>Whether the last write succeeded, and if not, why.</summary>
    JournalHealth Health { get; }

    /// <summary>Queues an append. Returns at once; the answer comes through the request.</summary>
    void Append(AppendRequest request);

    /// <summary>
    /// Queues a snapshot, which replaces the persistent actor's earlier one. It is written when no appends wait, and is lost without harm when the process dies.
    /// </summary>
    void SaveSnapshot(SnapshotRequest request);

    /// <summary>
    /// Says that every event up to and including <paramref name="position"/> is covered by a snapshot of its persistent actor, so that recovery
    /// need not read it again. A lower position than the one known is ignored.
    /// </summary>
    void CoverBySnapshots(long position);

    /// <summary>Adds an observer of committed entries, which hears of everything that is committed after this call. Call before the first append.</summary>
    void Subscribe(IJournalObserver observer);

    /// <summary>
    /// Reads what all persistent actors need to go on: first all snapshots and documents, in any order, then the events that no snapshot covers, in order of position.
    /// </summary>
    /// <exception cref="JournalException">The storage cannot be read.</exception>
    Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation);

    /// <summary>Reads what one persistent actor needs to go on.</summary>
    /// <param name="persistenceId">The persistent actor.</param>
    /// <param name="lastPosition">Position of its newest event where the caller knows it: then only its own events are touched; null: the part of the journal that snapshots do not cover is searched.</param>
    /// <param name="reader">Receives the snapshot, the documents and the events after the snapshot, in order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalException">The storage cannot be read.</exception>
    Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation);

    /// <summary>Entries after a position, in order, at most <paramref name="limit"/>. What has been pruned is not there.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation);

    /// <summary>
    /// The entries of one persistent actor, newest first, starting at <paramref name="position"/> (which must be one of its own), at most <paramref name="limit"/>.
    /// Each entry names the one before it, so that no index over the whole journal is needed.
    /// </summary>
    Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation);

    /// <summary>
    /// Deletes the oldest entries that were recorded before an instant and are covered by snapshots, at most <paramref name="limit"/> in one transaction. Returns how many.
    /// </summary>
    Task<int> PruneAsync(DateTimeOffset recordedBefore, int limit, CancellationToken cancellation);

    /// <summary>Commits what was queued before this call and brings it to the disk.</summary>
    Task FlushAsync(CancellationToken cancellation);
}

/// <summary>Hears of every committed entry, in order of position. Called on the journal's writer thread: be quick, never block, never throw.</summary>
public interface IJournalObserver
{
    /// <summary>A group of entries is on the disk.</summary>
    void Committed(ReadOnlySpan<JournalEntry> entries);
}

/// <summary>Takes what a recovery reads. Calls come one after the other; buffers are valid during the call only.</summary>
public interface IRecoveryReader
{
    /// <summary>The snapshot of a persistent actor: its state after the event with this sequence, which stands at this position.</summary>
    void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload);

    /// <summary>The current value of a document.</summary>
    void Document(string persistenceId, string key, ReadOnlySpan<byte> payload);

    /// <summary>An event after the snapshot.</summary>
    void Event(JournalEntry entry);
}

/// <summary>A committed event.</summary>
public sealed class JournalEntry
{
    /// <summary>Place in the order of the whole site.</summary>
    public required long Position { get; init; }

    /// <summary>Whose event it is.</summary>
    public required string PersistenceId { get; init; }

    /// <summary>Place in the order of the persistent actor's own events.</summary>
    public required long Sequence { get; init; }

    /// <summary>Position of the persistent actor's event before this one; 0 for its first.</summary>
    public required long Previous { get; init; }

    /// <summary>When the append was made, UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Stable short name and version of the event's form, such as <c>presence.changed/1</c>.</summary>
    public required string Manifest { get; init; }

    /// <summary>The encoded event.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The event itself when it was written by this process just now; null when it was read from the storage.</summary>
    public object? Event { get; init; }
}

/// <summary>An event on its way into the journal.</summary>
/// <param name="Manifest">Stable short name and version of the event's form.</param>
/// <param name="Payload">The encoded event.</param>
/// <param name="Event">The event itself, handed to observers so that they need not decode it.</param>
public readonly record struct JournalEvent(string Manifest, ReadOnlyMemory<byte> Payload, object Event);

/// <summary>A new value of a document of the appending actor; null deletes it.</summary>
public readonly record struct DocumentWrite(string Key, ReadOnlyMemory<byte>? Payload);

/// <summary>Events and documents of one persistent actor that are committed together.</summary>
public abstract class AppendRequest
{
    /// <summary>Whose events these are.</summary>
    public abstract string PersistenceId { get; }

    /// <summary>Sequence of the first event: one more than that of the actor's newest event.</summary>
    public abstract long FirstSequence { get; }

    /// <summary>Position of the actor's newest event; 0 when it has none.</summary>
    public abstract long PreviousPosition { get; }

    /// <summary>When the append was made, UTC.</summary>
    public abstract DateTimeOffset RecordedAt { get; }

    /// <summary>The events, oldest first. May be empty when only documents change.</summary>
    public abstract ReadOnlySpan<JournalEvent> Events { get; }

    /// <summary>The documents that change.</summary>
    public abstract ReadOnlySpan<DocumentWrite> Documents { get; }

    /// <summary>The append is on the disk. Called once, on the journal's thread; must be quick and must not throw.</summary>
    /// <param name="firstPosition">Position of the first event; the others follow it. <see cref="IJournal.Head"/> at the commit when there are none.</param>
    public abstract void Completed(long firstPosition);

    /// <summary>Nothing of the append was kept. Called once, on the journal's thread; must be quick and must not throw.</summary>
    public abstract void Failed(JournalException reason);
}

/// <summary>A persistent actor's state after its event with this sequence.</summary>
/// <param name="PersistenceId">Whose state it is.</param>
/// <param name="Sequence">The newest event that the state contains.</param>
/// <param name="Position">Where that event stands.</param>
/// <param name="Payload">The encoded state.</param>
/// <param name="Saved">Called on the journal's thread when the snapshot is on the disk (true) or could not be written (false).</param>
public sealed record SnapshotRequest(
    string PersistenceId, long Sequence, long Position, ReadOnlyMemory<byte> Payload, Action<SnapshotRequest, bool>? Saved = null);

/// <summary>How the journal is: <see cref="Problem"/> is null when the last write succeeded.</summary>
/// <param name="Problem">The sentence for the administrator: what is wrong, what happens now, what to do.</param>
/// <param name="Since">When the trouble began, UTC.</param>
public sealed record JournalHealth(string? Problem, DateTimeOffset? Since)
{
    /// <summary>Everything is written.</summary>
    public static JournalHealth Good { get; } = new(null, null);

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsGood => Problem is null;
}

/// <summary>The journal could not be opened, read or written. The message says which file or server, what was found, what happens now and what to do.</summary>
public class JournalException : Exception
{
    /// <summary>With the sentence for the administrator.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence for the administrator and the storage's own error.</summary>
    public JournalException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public JournalException()
    {
    }
}
