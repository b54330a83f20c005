namespace CaPresenceActors.Kernel.Timing;

/// <summary>
/// The earliest first, for many: a heap with four children to a node. Places are kept in a dense array beside the heap, so that moving a node touches
/// two small arrays and never the scattered owners, and an owner that is armed again moves in place and leaves no garbage.
/// </summary>
internal sealed class TimerHeap
{
    private const int Arity = 4;
    private Node[] _nodes = new Node[16];
    private Slot[] _slots = new Slot[16];
    private int _freeSlot;
    private int _usedSlots;

    public int Count { get; private set; }

    /// <summary>When the earliest is due; <see cref="long.MaxValue"/> when none waits.</summary>
    public long Earliest => Count == 0 ? long.MaxValue : _nodes[0].Due;

    /// <summary>Lets an owner wait until a moment, in place of the one it waited for.</summary>
    public void Arm(ITimed owner, long due)
    {
        var slot = owner.TimerSlot;
        if (slot != 0)
        {
            Move(_slots[slot].Place, new Node(due, slot));
            return;
        }

        slot = TakeSlot();
        _slots[slot].Owner = owner;
        owner.TimerSlot = slot;
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        Up(Count++, new Node(due, slot));
    }

    /// <summary>Lets an owner wait no longer.</summary>
    public void Disarm(ITimed owner)
    {
        var slot = owner.TimerSlot;
        if (slot == 0)
        {
            return;
        }

        Remove(_slots[slot].Place);
    }

    /// <summary>Takes the earliest out if it is due by then.</summary>
    public ITimed? TakeDue(long now)
    {
        if (Count == 0 || Earliest > now)
        {
            return null;
        }

        var owner = _slots[_nodes[0].Slot].Owner;
        Remove(0);
        return owner;
    }

    private void Remove(int place)
    {
        ref var slot = ref _slots[_nodes[place].Slot];
        slot.Owner!.TimerSlot = 0;
        slot.Owner = null;
        slot.Place = _freeSlot;
        _freeSlot = _nodes[place].Slot;
        var last = _nodes[--Count];
        if (place < Count)
        {
            Move(place, last);
        }
    }

    private int TakeSlot()
    {
        if (_freeSlot != 0)
        {
            var free = _freeSlot;
            _freeSlot = _slots[free].Place;
            return free;
        }

        // Slot 0 means "not waiting" and is never given away.
        if (++_usedSlots == _slots.Length)
        {
            Array.Resize(ref _slots, _usedSlots * 2);
        }

        return _usedSlots;
    }

    private void Move(int place, Node node)
    {
        if (place > 0 && node.Due < _nodes[(place - 1) / Arity].Due)
        {
            Up(place, node);
        }
        else
        {
            Down(place, node);
        }
    }

    private void Up(int place, Node node)
    {
        while (place > 0)
        {
            var parent = (place - 1) / Arity;
            if (_nodes[parent].Due <= node.Due)
            {
                break;
            }

            Put(place, _nodes[parent]);
            place = parent;
        }

        Put(place, node);
    }

    private void Down(int place, Node node)
    {
        while (true)
        {
            var first = (place * Arity) + 1;
            if (first >= Count)
            {
                break;
            }

            var least = first;
            for (var child = first + 1; child < Math.Min(first + Arity, Count); child++)
            {
                if (_nodes[child].Due < _nodes[least].Due)
                {
                    least = child;
                }
            }

            if (_nodes[least].Due >= node.Due)
            {
                break;
            }

            Put(place, _nodes[least]);
            place = least;
        }

        Put(place, node);
    }

    private void Put(int place, Node node)
    {
        _nodes[place] = node;
        _slots[node.Slot].Place = place;
    }

    private readonly record struct Node(long Due, int Slot);

    // Place: in the heap while taken; the next free slot while free.
    private struct Slot
    {
        public ITimed? Owner;
        public int Place;
    }
}
