using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Kernel.Tests.Persistence;

/// <summary>Counts what it is told to add, and writes down in which order things happened to it.</summary>
internal sealed class Counter(string persistenceId, List<string> diary) : PersistentActor
{
    private int _sum;

    public Counter(string persistenceId)
        : this(persistenceId, [])
    {
    }

    public override string PersistenceId => persistenceId;

    protected override void ReceiveRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: int sum }:
                _sum = sum;
                diary.Add($"snapshot {sum}");
                break;
            case RecoveredDocument document:
                diary.Add($"document {document.Key}");
                break;
            case Added added:
                _sum += added.Amount;
                diary.Add($"recovered {added.Amount}");
                break;
            case RecoveryCompleted:
                diary.Add("completed");
                break;
        }
    }

    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case int amount:
                diary.Add($"decide {amount}");
                Persist(new Added(amount), Apply);
                break;
            case int[] amounts:
                PersistAll([.. amounts.Select(amount => new Added(amount))], Apply, () => Sender.Tell(_sum));
                break;
            case "sum":
                Sender.Tell(_sum);
                break;
            case "save":
                SaveSnapshot(_sum);
                break;
            case "sequence":
                Sender.Tell((LastSequence, LastPosition));
                break;
            case "fail":
                throw new InvalidOperationException("told to fail");
            case "stop":
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override object? TakeSnapshot() => _sum;

    protected override void OnPersistFailure(Exception cause) => diary.Add("refused");

    private void Apply(Added added)
    {
        _sum += added.Amount;
        diary.Add($"apply {added.Amount}");
        Sender.Tell(_sum);
    }
}

internal sealed record Added(int Amount);
