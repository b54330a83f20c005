using System.Collections.Immutable;
using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>All that one command persists: one append, and what follows once it is on the disk.</summary>
internal sealed class PendingAppend(PersistentActor actor, string persistenceId, IActorRef? sender) : AppendRequest
{
    private static readonly DocumentWrite[] NoDocuments = [];
    private JournalEvent[] _events = new JournalEvent[1];
    private DocumentWrite[] _documents = NoDocuments;
    private PersistStep? _firstStep;
    private PersistStep? _lastStep;
    private int _eventCount;
    private long _firstSequence;
    private long _previousPosition;
    private DateTimeOffset _recordedAt;

    public override string PersistenceId => persistenceId;

    public override long FirstSequence => _firstSequence;

    public override long PreviousPosition => _previousPosition;

    public override DateTimeOffset RecordedAt => _recordedAt;

    public override ReadOnlySpan<JournalEvent> Events => _events.AsSpan(0, _eventCount);

    public override ReadOnlySpan<DocumentWrite> Documents => _documents;

    /// <summary>Who sent the command, and gets the answer.</summary>
    public IActorRef? Sender => sender;

    public int EventCount => _eventCount;

    public bool IsEmpty => _eventCount == 0 && _documents.Length == 0;

    /// <summary>Runs the handlers in order.</summary>
    public void RunSteps()
    {
        for (var step = _firstStep; step is not null; step = step.Next)
        {
            step.Apply(actor);
        }
    }

    public void Add(JournalEvent journalEvent)
    {
        if (_eventCount == _events.Length)
        {
            Array.Resize(ref _events, Math.Max(4, _eventCount * 2));
        }

        _events[_eventCount++] = journalEvent;
    }

    public void Add(IReadOnlyList<DocumentWrite> documents) =>
        _documents = _documents.Length == 0 ? [.. documents] : [.. _documents, .. documents];

    public void Add(PersistStep step)
    {
        if (_lastStep is null)
        {
            _firstStep = step;
        }
        else
        {
            _lastStep.Next = step;
        }

        _lastStep = step;
    }

    public void Follow(long lastSequence, long lastPosition, DateTimeOffset now)
    {
        _firstSequence = lastSequence + 1;
        _previousPosition = lastPosition;
        _recordedAt = now;
    }

    public override void Completed(long firstPosition) => actor.Cell.Send(new Answer(actor, this, firstPosition, null));

    public override void Failed(JournalException reason) => actor.Cell.Send(new Answer(actor, this, 0, reason));

    private sealed class Answer(PersistentActor actor, PendingAppend append, long firstPosition, JournalException? refusal) : SystemMessage
    {
        public override void Run(ActorCell cell) => actor.Answered(append, firstPosition, refusal);
    }
}

/// <summary>What one call of Persist or PersistAll wants done when its events are on the disk.</summary>
internal abstract class PersistStep
{
    public PersistStep? Next;

    /// <summary>Runs the handlers; each event is counted just before its own.</summary>
    public abstract void Apply(PersistentActor actor);
}

/// <summary>One event.</summary>
internal sealed class PersistOne<TEvent>(TEvent happened, Action<TEvent> applied) : PersistStep
{
    public override void Apply(PersistentActor actor)
    {
        actor.CountEvent();
        applied(happened);
    }
}

/// <summary>Several events, or documents only.</summary>
internal sealed class PersistMany<TEvent>(IReadOnlyList<TEvent> events, Action<TEvent>? applied, Action? completed) : PersistStep
{
    public override void Apply(PersistentActor actor)
    {
        for (var i = 0; i < events.Count; i++)
        {
            actor.CountEvent();
            applied?.Invoke(events[i]);
        }

        completed?.Invoke();
    }
}

/// <summary>Several events, or documents only, with all that the handlers need in this one object.</summary>
internal sealed class PersistWith<TActor, TEvent, TContext>(
    TActor self, ImmutableArray<TEvent> events, TContext context, Action<TActor, TEvent> applied, Action<TActor, TContext> completed) : PersistStep
{
    public override void Apply(PersistentActor actor)
    {
        foreach (var happened in events)
        {
            actor.CountEvent();
            applied(self, happened);
        }

        completed(self, context);
    }
}
