using System.Collections.Immutable;
using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>
/// An actor whose state is what its journalled events say. The order never varies: decide (handle the command), append, apply (the handler of each event), perform effects and
/// reply (after the handlers). Nobody is told of anything that is not on the disk.
/// </summary>
/// <remarks>
/// <para><b>One append a command.</b> All that is persisted while one command is handled is one append, applied whole or not at all. It goes to the journal when the handler of the command returns; when that
/// throws, nothing is appended. While the append is under way, the mailbox is held: no other command sees the state between decision and event.</para>
/// <para><b>A refused append</b> leaves no trace: the sender of the command gets <see cref="Status.Failure"/>, <see cref="OnPersistFailure"/> is called, and the actor fails with
/// <see cref="PersistFailedException"/>, so that its supervisor restarts it from the journal after a wait. Its mailbox is kept.</para>
/// <para><b>Recovery</b> comes before the first command: snapshot, documents and events are given to <see cref="ReceiveRecover"/>, then <see cref="RecoveryCompleted"/>. Commands that
/// arrive meanwhile wait in the mailbox.</para>
/// </remarks>
public abstract class PersistentActor : ActorBase
{
    private PendingAppend? _collecting;
    private object? _recovery;
    private long _snapshotSequence;
    private long _snapshotPosition;
    private bool _sound;
    private bool _listed;
    private bool _underWay;
    private long _nextPosition;

    /// <summary>The name under which the journal knows this actor; never changes, and no other actor has it.</summary>
    public abstract string PersistenceId { get; }

    /// <summary>How many events this actor has had.</summary>
    protected long LastSequence { get; private set; }

    /// <summary>Where its newest event stands; 0 when it has none.</summary>
    protected long LastPosition { get; private set; }

    /// <summary>Whether the past is still being read.</summary>
    protected bool IsRecovering => _recovery is not null;

    /// <summary>Position of the newest event if this life of the actor knows it.</summary>
    internal long? KnownPosition { get; private set; }

    private SnapshotSweep Sweep => Cell.System.Snapshots;

    /// <summary>Takes a <see cref="SnapshotOffer"/>, <see cref="RecoveredDocument"/>, an event, or <see cref="RecoveryCompleted"/>.</summary>
    protected abstract void ReceiveRecover(object message);

    /// <summary>Handles one command. Decides, persists what follows from it, and changes nothing yet.</summary>
    protected abstract void ReceiveCommand(object message);

    /// <summary>The state to keep as a snapshot, which must be immutable; null when this actor keeps none. Asked for by sweeps, and when the actor stops.</summary>
    protected virtual object? TakeSnapshot() => null;

    /// <summary>An append was refused. The actor's state is as before the command; it is thrown away next.</summary>
    protected virtual void OnPersistFailure(Exception cause)
    {
    }

    protected sealed override void Receive(object message) => ReceiveCommand(message);

    /// <summary>Appends an event, and calls the handler when it is on the disk.</summary>
    protected void Persist<TEvent>(TEvent happened, Action<TEvent> applied)
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(applied);
        var append = Collecting();
        append.Add(Encode(happened));
        append.Add(new PersistOne<TEvent>(happened, applied));
    }

    /// <summary>Appends events, and calls the handler once for each when they are on the disk.</summary>
    protected void PersistAll<TEvent>(IReadOnlyList<TEvent> events, Action<TEvent>? applied, Action? completed = null)
        where TEvent : class => PersistAll(events, [], applied, completed);

    /// <summary>Appends events and writes documents in one transaction. When it is on the disk, calls a handler once for each event, and then one for all.</summary>
    /// <param name="events">Oldest first; may be empty. Not to be changed any more.</param>
    /// <param name="documents">May be empty. When both are, nothing is written, and <paramref name="completed"/> is called all the same.</param>
    /// <param name="applied">Applies one event to the state. Best a method kept in a field, so that no delegate is made at each call.</param>
    /// <param name="completed">Performs effects and replies.</param>
    protected void PersistAll<TEvent>(
        IReadOnlyList<TEvent> events, IReadOnlyList<DocumentWrite> documents, Action<TEvent>? applied, Action? completed = null)
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(documents);
        var append = Collecting();
        for (var i = 0; i < events.Count; i++)
        {
            append.Add(Encode(events[i]));
        }

        if (documents.Count > 0)
        {
            append.Add(documents);
        }

        append.Add(new PersistMany<TEvent>(events, applied, completed));
    }

    /// <summary>As above, for what is persisted very often: the handlers are static, and what they need is given along, so that no call makes closures and delegates of its own.</summary>
    /// <param name="events">Oldest first; may be empty. Not to be changed any more.</param>
    /// <param name="documents">May be empty. When both are, nothing is written, and <paramref name="completed"/> is called all the same.</param>
    /// <param name="actor">This actor, for the handlers.</param>
    /// <param name="context">What <paramref name="completed"/> needs to know of the command.</param>
    /// <param name="applied">Applies one event to the state.</param>
    /// <param name="completed">Performs effects and replies.</param>
    protected void PersistAll<TActor, TEvent, TContext>(
        ImmutableArray<TEvent> events, ImmutableArray<DocumentWrite> documents, TActor actor, TContext context, Action<TActor, TEvent> applied, Action<TActor, TContext> completed)
        where TActor : PersistentActor
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(applied);
        ArgumentNullException.ThrowIfNull(completed);
        var append = Collecting();
        foreach (var happened in events)
        {
            append.Add(Encode(happened));
        }

        if (!documents.IsEmpty)
        {
            append.Add(documents);
        }

        append.Add(new PersistWith<TActor, TEvent, TContext>(actor, events, context, applied, completed));
    }

    /// <summary>Keeps the state as of <see cref="LastSequence"/>, so that recovery starts from there.</summary>
    /// <param name="state">Immutable.</param>
    protected void SaveSnapshot(object state) => Save(state, null);

    internal override void AroundReceive(object message, Action<object>? behavior)
    {
        if (behavior is null)
        {
            ReceiveCommand(message);
        }
        else
        {
            behavior(message);
        }

        if (_collecting is not null)
        {
            Submit();
        }
    }

    internal override void Failed()
    {
        _collecting = null;
        _sound = false;
    }

    internal override void Resumed() => _sound = true;

    /// <summary>Starts to read the past: in the pass that is open for all, or alone, or not at all where it is known that there is none.</summary>
    internal void BeginRecovery(long? lastPosition, BulkRecovery? bulk, bool hasNoPast)
    {
        var persistenceId = PersistenceId;
        var journal = Cell.System.JournalFor(persistenceId);
        Cell.Hold(Holds.Recovering);
        if (hasNoPast && bulk is null)
        {
            _recovery = this;
            EndRecovery(this, null);
            return;
        }

        if (bulk is null)
        {
            var recovery = new SingleRecovery(Cell, persistenceId);
            _recovery = recovery;
            recovery.Start(journal, lastPosition);
            return;
        }

        _recovery = bulk;
        if (bulk.Registered(persistenceId, Cell) is { } other)
        {
            EndRecovery(bulk, new RecoveryFailedException(persistenceId, "its start", new InvalidOperationException($"{other.Path} has the same persistence id.")));
        }
    }

    /// <summary>One part of the past. What belongs to an earlier life is ignored.</summary>
    internal void Recover(RecoveryPart part)
    {
        if (_recovery is null || !ReferenceEquals(part.Recovery, _recovery))
        {
            return;
        }

        try
        {
            Take(part);
        }
        catch (Exception e)
        {
            EndRecovery(part.Recovery, new RecoveryFailedException(PersistenceId, part.ToString()!, e));
        }
    }

    /// <summary>There is no more past.</summary>
    internal void EndRecovery(object recovery, Exception? failure)
    {
        if (_recovery is null || !ReferenceEquals(recovery, _recovery))
        {
            return;
        }

        _recovery = null;
        failure ??= CompleteRecovery();
        if (failure is null)
        {
            // Listed before it is unblocked: at no moment may a sweep think that these events are covered.
            if (LastSequence > _snapshotSequence)
            {
                List();
            }

            if (recovery is SingleRecovery)
            {
                Sweep.RecoveredAlone(PersistenceId);
            }

            Sweep.Unblock(PersistenceId);
            Submit();
            Cell.Unhold(Holds.Recovering);
            Cell.TakePendingSweep();
        }
        else
        {
            Sweep.Block(PersistenceId, _snapshotPosition);
            Cell.LackPendingSweep(PersistenceId, _snapshotPosition);
            Cell.Fail(failure);
        }

        (recovery as BulkRecovery)?.Left(failure);
    }

    /// <summary>This life of the actor is over: an open recovery goes on without it, and sweeps know how far they may go until the next life has recovered.</summary>
    internal void Leave()
    {
        var recovery = _recovery;
        _recovery = null;
        if (recovery is not null || LastSequence != _snapshotSequence)
        {
            Sweep.Block(PersistenceId, _snapshotPosition);
        }

        (recovery as SingleRecovery)?.Abandon();
        (recovery as BulkRecovery)?.Left();
    }

    /// <summary>
    /// The actor stops for good: nobody could be asked for a snapshot of its newest events any more, so it leaves one, unless all stop at once. Until that is on the disk,
    /// and if it is not taken, the mark that it left holds sweeps back: one that outlasts the system's end must not cover what it could not reach.
    /// </summary>
    internal void CoverEnd()
    {
        Sweep.Gone(PersistenceId);
        if (_sound && LastSequence != _snapshotSequence && !Cell.System.IsTerminating)
        {
            TrySave(null);
        }
    }

    /// <summary>The journal has answered an append.</summary>
    internal void Answered(PendingAppend append, long firstPosition, JournalException? refusal)
    {
        _underWay = false;
        if (refusal is null)
        {
            Apply(append, firstPosition);
        }
        else
        {
            var failure = new PersistFailedException(PersistenceId, refusal);
            append.Sender?.Tell(new Status.Failure(failure), Self);
            Cell.RunUserCode(OnPersistFailure, failure, append.Sender);
            Cell.Fail(failure);
        }

        if (!_underWay)
        {
            Cell.Unhold(Holds.Persisting);
            Cell.TakePendingSweep();
        }
    }

    /// <summary>The next event's handler is about to run.</summary>
    internal void CountEvent()
    {
        LastSequence++;
        LastPosition = _nextPosition++;
    }

    /// <summary>A sweep wants a snapshot if there have been events since the last one.</summary>
    internal void SnapshotFor(SweepRun run)
    {
        _listed = false;
        if (LastSequence == _snapshotSequence)
        {
            run.Covers();
        }
        else if (!TrySave(run))
        {
            List();
            run.Lacks(PersistenceId, _snapshotPosition);
        }
    }

    /// <summary>Whether a snapshot contains all that this actor has done.</summary>
    internal bool EndsWith(SnapshotRequest request) => request.Sequence == LastSequence;

    /// <summary>The journal has answered a snapshot.</summary>
    internal void SnapshotAnswered(SnapshotRequest request, bool saved)
    {
        if (saved && request.Sequence > _snapshotSequence)
        {
            _snapshotSequence = request.Sequence;
            _snapshotPosition = request.Position;
        }
        else if (!saved)
        {
            List();
        }
    }

    private IEventCodec Codec => Cell.System.Settings.Codec!;

    private JournalEvent Encode(object happened) => Codec.Encode(happened);

    private PendingAppend Collecting()
    {
        if (!_sound)
        {
            throw new InvalidOperationException($"{PersistenceId} can persist only while it handles a command or RecoveryCompleted.");
        }

        return _collecting ??= new PendingAppend(this, PersistenceId, Cell.SenderOrNull);
    }

    private void Submit()
    {
        while (_collecting is { } append)
        {
            _collecting = null;
            if (append.IsEmpty)
            {
                append.RunSteps();
                continue;
            }

            // Listed before it is appended: a sweep that reads the journal's head afterwards must know of this actor.
            if (append.EventCount > 0 && !_listed)
            {
                List();
            }

            append.Follow(LastSequence, LastPosition, Cell.System.Time.GetUtcNow());
            _underWay = true;
            Cell.Hold(Holds.Persisting);
            Cell.System.JournalFor(append.PersistenceId).Append(append);
            return;
        }
    }

    private void Apply(PendingAppend append, long firstPosition)
    {
        var lastSequence = LastSequence + append.EventCount;
        var lastPosition = append.EventCount == 0 ? LastPosition : firstPosition + append.EventCount - 1;
        KnownPosition = lastPosition;
        _nextPosition = firstPosition;
        Cell.RunUserCode(static append => append.RunSteps(), append, append.Sender);

        // Also when a handler threw half-way: the events are on the disk.
        LastSequence = lastSequence;
        LastPosition = lastPosition;
        if (_sound)
        {
            Submit();
        }

        Sweep.Appended(lastPosition);
    }

    private void Take(RecoveryPart part)
    {
        switch (part)
        {
            case SnapshotPart snapshot:
                LastSequence = _snapshotSequence = snapshot.Sequence;
                LastPosition = _snapshotPosition = snapshot.Position;
                ReceiveRecover(new SnapshotOffer(snapshot.Sequence, snapshot.Position, Codec.DecodeSnapshot(snapshot.Payload.Span)));
                break;
            case DocumentPart document:
                ReceiveRecover(new RecoveredDocument(document.Key, document.Payload));
                break;
            case EventPart { Entry: var entry } when entry.Sequence > LastSequence:
                if (entry.Sequence != LastSequence + 1)
                {
                    throw new JournalException($"Event {entry.Sequence} at position {entry.Position} follows on event {LastSequence} at position {LastPosition}: events between them are missing.");
                }

                var happened = entry.Event ?? Codec.Decode(entry);
                LastSequence = entry.Sequence;
                LastPosition = entry.Position;
                ReceiveRecover(happened);
                break;
            default:
                // An event that the snapshot contains already.
                break;
        }
    }

    private RecoveryFailedException? CompleteRecovery()
    {
        try
        {
            KnownPosition = LastPosition;
            _sound = true;
            ReceiveRecover(RecoveryCompleted.Instance);
            return null;
        }
        catch (Exception e)
        {
            return new RecoveryFailedException(PersistenceId, nameof(RecoveryCompleted), e);
        }
    }

    // Asked by the kernel, not by the actor: its failure is no reason to fail the actor, which goes on without a newer snapshot.
    private bool TrySave(SweepRun? run)
    {
        try
        {
            if (TakeSnapshot() is not { } state)
            {
                return false;
            }

            Save(state, run);
            return true;
        }
        catch (Exception e)
        {
            Cell.System.WriteLimited(KernelLogLevel.Error, KernelLogEvent.SnapshotFailed, Self, $"No snapshot of {PersistenceId} could be taken. It goes on, and its recovery takes longer.", e.GetType(), e);
            return false;
        }
    }

    private void Save(object state, SweepRun? run)
    {
        var payload = Codec.EncodeSnapshot(state);
        var cell = Cell;
        Cell.System.JournalFor(PersistenceId).SaveSnapshot(new SnapshotRequest(
            PersistenceId,
            LastSequence,
            LastPosition,
            payload,
            (request, saved) => cell.Send(new SnapshotAnswer(this, request, saved, run))));
    }

    private void List()
    {
        _listed = true;
        Sweep.Changed(Cell);
    }
}
