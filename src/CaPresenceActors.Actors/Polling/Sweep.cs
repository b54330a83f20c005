using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>One round over all mailboxes, as it is counted: each mailbox once, with its last answer.</summary>
/// <param name="number">Tells it from other sweeps.</param>
/// <param name="end">Mailboxes that are due before this belong to it.</param>
/// <param name="begun">When its first request left.</param>
internal sealed class Sweep(int number, TimeSpan end, TimeSpan begun)
{
    private readonly TimeSpan _begun = begun;
    private readonly Dictionary<ReadFailure, (int Mailboxes, string Reason)> _failures = [];
    private int _good;
    private TimeSpan _lastAnswer = begun;

    /// <summary>Mailboxes that are due before this belong to it.</summary>
    public TimeSpan End { get; } = end;

    /// <summary>Whether its summary was made: what comes now belongs to the next one.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How many of its requests are under way.</summary>
    public int Outstanding { get; set; }

    /// <summary>Counts an answer.</summary>
    public void Count(Mailbox mailbox, MailboxReading answer, TimeSpan now)
    {
        if (mailbox.Sweep == number)
        {
            Uncount(mailbox.CountedAs);
        }

        mailbox.Sweep = number;
        mailbox.CountedAs = (answer as MailboxReading.Failed)?.Failure;
        _lastAnswer = now;
        if (answer is MailboxReading.Failed failed)
        {
            var before = _failures.GetValueOrDefault(failed.Failure);
            _failures[failed.Failure] = (before.Mailboxes + 1, before.Reason ?? failed.Reason);
        }
        else
        {
            _good++;
        }
    }

    /// <summary>Ends it, and says what it brought; null when it brought nothing.</summary>
    public SweepSummary? Close()
    {
        HasEnded = true;
        var failed = _failures.Values.Sum(f => f.Mailboxes);
        return _good + failed == 0
            ? null
            : new SweepSummary(_good + failed, _good, failed, _lastAnswer - _begun, failed == 0 ? null : _failures.Values.MaxBy(f => f.Mailboxes).Reason);
    }

    private void Uncount(ReadFailure? failure)
    {
        if (failure is { } kind)
        {
            _failures[kind] = _failures[kind] with { Mailboxes = _failures[kind].Mailboxes - 1 };
        }
        else
        {
            _good--;
        }
    }
}
