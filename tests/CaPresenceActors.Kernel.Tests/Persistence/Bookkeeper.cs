using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

/// <summary>A persistent actor whose behaviour a test writes in place.</summary>
internal sealed class Bookkeeper(Action<Bookkeeper, object> receive, string persistenceId = "book") : PersistentActor
{
    public Action<object>? OnRecover { get; init; }

    public Action<Bookkeeper, object>? OnRecoverWith { get; init; }

    public Action<Bookkeeper>? OnStart { get; init; }

    public Func<object?>? Snapshot { get; init; }

    public override string PersistenceId => persistenceId;

    public void Write(Added added, Action? then = null) => Persist(added, _ => then?.Invoke());

    public void WriteAll(IReadOnlyList<Added> events, IReadOnlyList<DocumentWrite> documents, Action? completed = null) =>
        PersistAll(events, documents, static _ => { }, completed);

    protected override void PreStart() => OnStart?.Invoke(this);

    protected override void ReceiveRecover(object message)
    {
        OnRecover?.Invoke(message);
        OnRecoverWith?.Invoke(this, message);
    }

    protected override void ReceiveCommand(object message) => receive(this, message);

    protected override object? TakeSnapshot() => Snapshot?.Invoke();
}
