namespace CaPresenceActors.Hocon.Parsing;

/// <summary>
/// All values given to one field, the oldest first. The newest wins, objects merge with objects below them, and a self-reference looks at what is
/// below it. Concatenating objects means the same as giving them one after the other, so <c>a = ${b} { c = 1 }</c> becomes two entries.
/// </summary>
internal sealed class ValueStack
{
    private readonly List<Node> _entries = [];

    public ValueStack()
    {
    }

    public ValueStack(Node only) => _entries.Add(only);

    public IReadOnlyList<Node> Entries => _entries;

    public void Push(ValueStack newer)
    {
        foreach (var node in newer._entries)
        {
            Push(node);
        }
    }

    public void Push(Node newer)
    {
        if (newer is ObjectNode added && _entries is [.., ObjectNode existing])
        {
            existing.Merge(added);
            return;
        }

        if (newer.HidesEarlier)
        {
            _entries.Clear();
        }

        _entries.Add(newer);
    }
}
