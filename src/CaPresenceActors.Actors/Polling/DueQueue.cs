namespace CaPresenceActors.Actors.Polling;

/// <summary>Mailboxes in the order in which they are due: a binary heap whose members know their place, so that one can be taken out or moved.</summary>
internal sealed class DueQueue
{
    private readonly List<Mailbox> _heap = [];

    public int Count => _heap.Count;

    /// <summary>The mailbox that is due first; null when there is none.</summary>
    public Mailbox? First => _heap.Count == 0 ? null : _heap[0];

    /// <summary>How many are due by now. Looks at no more than those and their neighbours.</summary>
    public int CountDue(TimeSpan now, int root = 0) =>
        root >= _heap.Count || _heap[root].Due > now ? 0 : 1 + CountDue(now, (2 * root) + 1) + CountDue(now, (2 * root) + 2);

    /// <summary>Puts a mailbox in, or to its new place when its due time has changed.</summary>
    public void Put(Mailbox mailbox, TimeSpan due)
    {
        mailbox.Due = due;
        if (mailbox.Place < 0)
        {
            mailbox.Place = _heap.Count;
            _heap.Add(mailbox);
        }

        Settle(mailbox);
    }

    /// <summary>Takes a mailbox out, if it is in.</summary>
    public void Remove(Mailbox mailbox)
    {
        if (mailbox.Place < 0)
        {
            return;
        }

        var place = mailbox.Place;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        mailbox.Place = -1;
        if (last != mailbox)
        {
            Set(place, last);
            Settle(last);
        }
    }

    private static bool Before(Mailbox one, Mailbox other) => one.Due < other.Due || (one.Due == other.Due && one.Phase < other.Phase);

    private void Settle(Mailbox mailbox)
    {
        Rise(mailbox);
        Sink(mailbox);
    }

    private void Rise(Mailbox mailbox)
    {
        while (mailbox.Place > 0 && _heap[(mailbox.Place - 1) / 2] is var parent && Before(mailbox, parent))
        {
            Swap(mailbox, parent);
        }
    }

    private void Sink(Mailbox mailbox)
    {
        while (SmallerChild(mailbox.Place) is { } child && Before(child, mailbox))
        {
            Swap(mailbox, child);
        }
    }

    private Mailbox? SmallerChild(int place)
    {
        var left = (2 * place) + 1;
        if (left >= _heap.Count)
        {
            return null;
        }

        return left + 1 < _heap.Count && Before(_heap[left + 1], _heap[left]) ? _heap[left + 1] : _heap[left];
    }

    private void Swap(Mailbox one, Mailbox other)
    {
        var place = one.Place;
        Set(other.Place, one);
        Set(place, other);
    }

    private void Set(int place, Mailbox mailbox)
    {
        _heap[place] = mailbox;
        mailbox.Place = place;
    }
}
