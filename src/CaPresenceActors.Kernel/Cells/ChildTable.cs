namespace CaPresenceActors.Kernel.Cells;

/// <summary>The children of a cell by name. Changed by the cell (at the top of the tree by any thread), read by inspections from any thread.</summary>
internal sealed class ChildTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActorCell> _cells = [];
    private long _unnamed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _cells.Count;
            }
        }
    }

    public bool IsClosed { get; private set; }

    public ActorCell? Find(string name)
    {
        lock (_gate)
        {
            return _cells.GetValueOrDefault(name);
        }
    }

    /// <summary>Adds a child; false when the name is taken or the parent is stopping.</summary>
    public bool TryAdd(ActorCell cell)
    {
        lock (_gate)
        {
            return !IsClosed && _cells.TryAdd(cell.Name, cell);
        }
    }

    /// <summary>Takes no more children. Returns those that are there.</summary>
    public ActorCell[] Close()
    {
        lock (_gate)
        {
            IsClosed = true;
            return [.. _cells.Values];
        }
    }

    public bool Remove(ActorCell cell)
    {
        lock (_gate)
        {
            return _cells.TryGetValue(cell.Name, out var found) && ReferenceEquals(found, cell) && _cells.Remove(cell.Name);
        }
    }

    public ActorCell[] ToArray()
    {
        lock (_gate)
        {
            return [.. _cells.Values];
        }
    }

    /// <summary>A name for a child that was given none.</summary>
    public string NextName() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${Interlocked.Increment(ref _unnamed)}");
}
