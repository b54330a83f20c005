namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// Calendars that changed a moment ago and are read in a moment. One action of a user is told several times within a second or two; what comes within the moment is the same change, and does not prolong it.
/// </summary>
internal sealed class ChangedMailboxes
{
    private readonly PriorityQueue<Mailbox, TimeSpan> _waiting = new();

    /// <summary>When the first of them is to be read; null when none waits.</summary>
    public TimeSpan? First => _waiting.TryPeek(out _, out var at) ? at : null;

    /// <summary>Lets a mailbox wait, unless it does already.</summary>
    public void Add(Mailbox mailbox, TimeSpan at)
    {
        if (!mailbox.HasChanged)
        {
            mailbox.HasChanged = true;
            _waiting.Enqueue(mailbox, at);
        }
    }

    /// <summary>Takes out those whose moment has come.</summary>
    public IEnumerable<Mailbox> TakeDue(TimeSpan now)
    {
        while (_waiting.TryPeek(out var mailbox, out var at) && at <= now)
        {
            _waiting.Dequeue();
            mailbox.HasChanged = false;
            yield return mailbox;
        }
    }

    public void Clear()
    {
        foreach (var (mailbox, _) in _waiting.UnorderedItems)
        {
            mailbox.HasChanged = false;
        }

        _waiting.Clear();
    }
}
