using System.Collections.Immutable;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon.Resolving;

/// <summary>The oldest <paramref name="Count"/> values given to a field: all of them, or those that a self-reference may see.</summary>
internal readonly record struct StackView(IReadOnlyList<Node> Entries, int Count)
{
    public StackView(IReadOnlyList<Node> entries)
        : this(entries, entries.Count)
    {
    }

    public bool IsEmpty => Count == 0;

    public Node this[int index] => Entries[index];

    public StackView Below(int index) => this with { Count = index };

    /// <summary>What is left when one of the <paramref name="owners"/> looks at its own field: the values that it overrides.</summary>
    public StackView SeenBy(ImmutableStack<Node> owners)
    {
        for (var i = 0; i < Count; i++)
        {
            if (owners.Contains(Entries[i]))
            {
                return Below(i);
            }
        }

        return this;
    }
}
