using System.Collections.Immutable;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon.Resolving;

/// <summary>What was found at a path.</summary>
/// <param name="Stack">The values given to it; empty where there is no such path.</param>
/// <param name="SkippedSelf">Something was left out because it is being worked out at the moment.</param>
internal readonly record struct Place(StackView Stack, bool SkippedSelf);

/// <summary>Walks down a path without resolving what lies beside it.</summary>
internal sealed class PathFinder(ObjectNode root, Resolver resolver)
{
    // Each step costs a few hundred nanoseconds at most; a configuration that needs more steps doubles them on purpose.
    private const int MaxSteps = 1_000_000;

    private int _steps;

    /// <param name="path">Absolute.</param>
    /// <param name="owners">The value that asks, and those that it is written in. They see neither themselves nor what overrides them.</param>
    public Place Find(HoconPath path, ImmutableStack<Node> owners)
    {
        var stack = new StackView([root]);
        var skippedSelf = false;
        foreach (var key in path.Elements)
        {
            var step = new Step(key);
            Descend(stack, step);
            var all = step.ToStack();
            stack = all.SeenBy(owners);
            skippedSelf |= step.SkippedSelf || stack.Count < all.Count;
            if (stack.IsEmpty)
            {
                return new Place(stack, skippedSelf);
            }
        }

        return new Place(stack, skippedSelf);
    }

    /// <returns>True if something certain to be no object was met, so that anything older is hidden.</returns>
    private bool Descend(StackView stack, Step step)
    {
        for (var i = stack.Count - 1; i >= 0; i--)
        {
            Spend(stack[i]);
            if (resolver.MeetsCircle(stack[i]))
            {
                step.SkippedSelf = true;
            }
            else if (DescendInto(stack[i], step))
            {
                return true;
            }
        }

        return false;
    }

    private bool DescendInto(Node node, Step step) => node switch
    {
        ObjectNode literal => literal.Fields.TryGetValue(step.Key, out var field) && step.Add(field.Entries),
        ResolvedNode resolved => DescendInto(resolved.Value, step),
        SubstitutionNode substitution => DescendThrough(substitution, [substitution], step),
        ConcatenationNode { IsNotObject: false } concatenation => DescendThroughAll(concatenation, step),
        _ => true,
    };

    private static bool DescendInto(HoconValue value, Step step) =>
        value is not HoconObject inside || (inside.Fields.TryGetValue(step.Key, out var field) && step.Add([new ResolvedNode(field)]));

    private bool DescendThroughAll(ConcatenationNode concatenation, Step step)
    {
        using var working = resolver.Begin(concatenation);
        return concatenation.Pieces.Reverse().Any(piece => DescendThrough((SubstitutionNode)piece.Value, [piece.Value, concatenation], step));
    }

    private bool DescendThrough(SubstitutionNode substitution, ImmutableStack<Node> owners, Step step)
    {
        if (resolver.TryGetResolved(substitution, out var value))
        {
            return value is not null && DescendInto(value, step);
        }

        using var working = resolver.Begin(substitution);
        foreach (var candidate in substitution.Candidates)
        {
            var target = Find(candidate, owners);
            step.SkippedSelf |= target.SkippedSelf;
            if (!target.Stack.IsEmpty)
            {
                return Descend(target.Stack, step);
            }
        }

        return resolver.FromEnvironment(substitution) is not null;
    }

    private void Spend(Node node)
    {
        if (++_steps > MaxSteps)
        {
            throw new HoconException(node.Origin, "found substitutions too entangled to follow. Needed: a simpler configuration.");
        }
    }

    /// <summary>The values found under one key so far, collected from the newest to the oldest.</summary>
    private sealed class Step(string key)
    {
        private readonly List<Node> _newestFirst = [];

        public string Key => key;

        public bool SkippedSelf { get; set; }

        /// <returns>True if they hide whatever is older.</returns>
        public bool Add(IReadOnlyList<Node> oldestFirst)
        {
            _newestFirst.AddRange(oldestFirst.Reverse());
            return oldestFirst.Any(node => node.HidesEarlier);
        }

        public StackView ToStack()
        {
            var oldestFirst = _newestFirst.ToArray();
            Array.Reverse(oldestFirst);
            return new StackView(oldestFirst);
        }
    }
}
