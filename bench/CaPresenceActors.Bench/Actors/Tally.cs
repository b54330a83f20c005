using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Bench.Actors;

/// <summary>The smallest persistent actor: each command is one event, and its answer comes when that is on the disk.</summary>
internal sealed class Tally : PersistentActor
{
    private readonly Action<Added> _andAnswer;
    private readonly Action<Added> _andCount;
    private long _total;

    /// <param name="name">Its name, which no other has.</param>
    /// <param name="counted">Called for each event that is on the disk and that nobody waits for.</param>
    public Tally(string name, Action counted)
    {
        PersistenceId = $"tally-{name}";
        _andAnswer = happened =>
        {
            _total += happened.By;
            Sender.Tell(_total);
        };
        _andCount = happened =>
        {
            _total += happened.By;
            counted();
        };
    }

    public override string PersistenceId { get; }

    protected override void ReceiveRecover(object message)
    {
        if (message is Added(var by))
        {
            _total += by;
        }
    }

    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case Add(var by, var answers):
                Persist(new Added(by), answers ? _andAnswer : _andCount);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Adds. Is answered by the total when it is on the disk, or counted then.</summary>
    internal sealed record Add(long By, bool Answers);

    /// <summary>Something was added.</summary>
    internal sealed record Added(long By);
}

/// <summary>Eight bytes an event.</summary>
internal sealed class TallyCodec : IEventCodec
{
    public JournalEvent Encode(object happened) => new("tally.added/1", BitConverter.GetBytes(((Tally.Added)happened).By), happened);

    public object Decode(JournalEntry entry) => new Tally.Added(BitConverter.ToInt64(entry.Payload.Span));

    public ReadOnlyMemory<byte> EncodeSnapshot(object state) => BitConverter.GetBytes((long)state);

    public object DecodeSnapshot(ReadOnlySpan<byte> payload) => BitConverter.ToInt64(payload);
}
