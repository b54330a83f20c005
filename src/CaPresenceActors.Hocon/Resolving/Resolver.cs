using System.Collections.Immutable;
using System.Diagnostics;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon.Resolving;

/// <summary>
/// Turns nodes into values. Substitutions look forward, at the final value of their path; a value that refers to its own field looks at what it
/// overrides; and whatever is being worked out at the moment is skipped, so that a circle is broken by looking back where that is possible, and
/// reported where it is not.
/// </summary>
/// <remarks>
/// Only what is asked for is resolved: to find <c>a.b</c>, the other fields of <c>a</c> are left alone (<see cref="PathFinder"/>), so objects may refer into
/// each other. Each substitution is resolved once and keeps its result, so that all who ask see the same value.
/// </remarks>
internal sealed class Resolver
{
    // Far above what an honest configuration does, far below what a thread's stack can carry.
    private const int MaxNesting = 400;

    private readonly HoconOptions _options;
    private readonly PathFinder _finder;
    private readonly Concatenator _concatenator;
    private readonly Dictionary<SubstitutionNode, HoconValue?> _resolved = [];
    private readonly List<Node> _inProgress = [];
    // The values around the place that is being resolved, the innermost first. What is written inside a value that may refer to its own field
    // looks back; what it refers to is written elsewhere, and looks forward.
    private ImmutableStack<Node> _owners = [];
    private int _nesting;
    private int _circles;
    private long _built;

    private Resolver(ObjectNode root, HoconOptions options)
    {
        _options = options;
        _finder = new PathFinder(root, this);
        _concatenator = new Concatenator(options);
    }

    public static HoconObject ResolveRoot(ObjectNode root, HoconOptions options) =>
        (HoconObject?)new Resolver(root, options).Resolve(new StackView([root])).Value
            ?? throw new HoconException(root.Origin, "the configuration needs itself to be worked out.");

    public static HoconList ResolveRoot(ListNode root, HoconOptions options) =>
        (HoconList?)new Resolver(new ObjectNode(root.Origin), options).Resolve(new StackView([root])).Value
            ?? throw new HoconException(root.Origin, "the configuration needs itself to be worked out.");

    /// <summary>Whether a node is being worked out at the moment, so that whoever meets it goes round in a circle.</summary>
    public bool MeetsCircle(Node node)
    {
        var meets = _inProgress.Contains(node);
        _circles += meets ? 1 : 0;
        return meets;
    }

    public bool TryGetResolved(SubstitutionNode substitution, out HoconValue? value) => _resolved.TryGetValue(substitution, out value);

    /// <summary>Marks a node as being worked out until the result is disposed.</summary>
    public Working Begin(Node node)
    {
        _inProgress.Add(node);
        return _inProgress.Count <= MaxNesting
            ? new Working(_inProgress)
            : throw new HoconException(node.Origin, $"found a chain of more than {MaxNesting} substitutions. Needed: a shorter one.");
    }

    public HoconScalar? FromEnvironment(SubstitutionNode substitution)
    {
        var name = string.Join('.', substitution.Path.Elements);
        return name.Length > 0 && _options.EnvironmentVariable(name) is { } text
            ? new HoconScalar(HoconScalarKind.Text, text, HoconOrigin.EnvironmentVariable(name, substitution.Origin))
            : null;
    }

    /// <summary>The final value of a stack: the newest one, merged with the objects below it if it is an object.</summary>
    public Outcome Resolve(StackView stack)
    {
        if (++_nesting > 2 * MaxNesting)
        {
            throw new HoconException(stack[0].Origin, "found substitutions nested too deep to follow. Needed: a simpler configuration.");
        }

        var outcome = ResolveEntries(stack);
        _nesting--;
        return outcome;
    }

    private Outcome ResolveEntries(StackView stack)
    {
        var objects = new List<Node>();
        var skippedSelf = false;
        for (var i = stack.Count - 1; i >= 0; i--)
        {
            var node = stack[i];
            if (node is ObjectNode)
            {
                objects.Add(node);
                continue;
            }

            if (MeetsCircle(node))
            {
                // The whole value needs itself, so what overrides this entry is of no use: only the older values are.
                skippedSelf = true;
                objects.Clear();
                continue;
            }

            var outcome = ResolveNode(node, stack.Below(i));
            if (outcome.IsCycle)
            {
                return outcome;
            }

            if (outcome.Value is HoconObject merged)
            {
                objects.Add(new ResolvedNode(merged));
            }
            else if (outcome.Value is not null && objects.Count == 0)
            {
                return outcome;
            }
            else if (outcome.Value is not null)
            {
                break;
            }
        }

        return objects.Count > 0 ? Merge(objects)
            : skippedSelf ? Outcome.Cycle
            : Outcome.Undefined;
    }

    private Outcome ResolveNode(Node node, StackView below) => node switch
    {
        ScalarNode scalar => new Outcome(scalar.Value),
        ResolvedNode resolved => new Outcome(resolved.Value),
        ListNode list => ResolveList(list),
        AppendNode append => ResolveAppend(append, below),
        SubstitutionNode substitution => ResolveSubstitution(substitution),
        ConcatenationNode concatenation => ResolveConcatenation(concatenation),
        _ => throw new UnreachableException($"No rule for {node.GetType().Name}."),
    };

    private Outcome ResolveList(ListNode list)
    {
        var items = new List<HoconValue>();
        foreach (var element in list.Elements)
        {
            var outcome = Resolve(new StackView(element.Entries));
            if (outcome.IsCycle)
            {
                return outcome;
            }

            if (outcome.Value is not null)
            {
                items.Add(outcome.Value);
            }
        }

        return new Outcome(Checked(new HoconList(items, list.Origin)));
    }

    private Outcome ResolveAppend(AppendNode append, StackView below)
    {
        var earlier = below.IsEmpty ? Outcome.Undefined : Resolve(below);
        using var working = Begin(append);
        var element = Inside(append, () => Resolve(new StackView(append.Element.Entries)));
        if (earlier.IsCycle || element.IsCycle)
        {
            return Outcome.Cycle;
        }

        IEnumerable<HoconValue> items = earlier.Value switch
        {
            null => [],
            { } value when HoconList.TryFrom(value, out var list) => list.Items,
            { } other => throw new HoconException(append.Origin, $"found += where the value so far ({other.Origin}) is {other.Description}. Needed: a list to append to, or '='."),
        };
        return new Outcome(Checked(new HoconList(element.Value is null ? [.. items] : [.. items, element.Value], append.Origin)));
    }

    private Outcome ResolveConcatenation(ConcatenationNode concatenation)
    {
        using var working = Begin(concatenation);
        var parts = ImmutableArray.CreateBuilder<Part>();
        foreach (var (space, node) in concatenation.Pieces)
        {
            var outcome = Inside(concatenation, () => ResolveNode(node, below: default));
            if (outcome.IsCycle)
            {
                return outcome;
            }

            parts.Add(new Part(space, outcome.Value, node));
        }

        return _concatenator.Join(parts.ToImmutable(), concatenation.Origin) switch
        {
            ConcatenatedObjects(var objects) => Merge(objects),
            ConcatenatedValue(var value) => new Outcome(Checked(value)),
            _ => Outcome.Undefined,
        };
    }

    private Outcome ResolveSubstitution(SubstitutionNode substitution)
    {
        if (!_resolved.TryGetValue(substitution, out var value))
        {
            var circlesBefore = _circles;
            value = LookUp(substitution);

            // What is undefined only because something around it is being worked out may be defined when asked for again.
            if (value is not null || _circles == circlesBefore)
            {
                _resolved[substitution] = value;
            }
        }

        return substitution.MustBeObject && value is not null and not HoconObject
            ? throw new HoconException(substitution.Origin, $"{substitution} stands side by side with an object, but is {value.Description} ({value.Origin}). Needed: an object.")
            : new Outcome(value);
    }

    private HoconValue? LookUp(SubstitutionNode substitution)
    {
        using var working = Begin(substitution);
        var owners = _owners.Push(substitution);
        var isCycle = false;
        foreach (var candidate in substitution.Candidates)
        {
            var place = _finder.Find(candidate, owners);
            var outcome = place.Stack.IsEmpty ? new Outcome(null, place.SkippedSelf) : Elsewhere(place.Stack);
            if (outcome.Value is not null)
            {
                return outcome.Value;
            }

            isCycle |= outcome.IsCycle;
        }

        return FromEnvironment(substitution) is { } variable ? variable
            : substitution.IsOptional ? null
            : isCycle ? throw Circle(substitution)
            : throw new HoconException(substitution.Origin, $"{substitution} is not defined: found no such path in the configuration, and no environment variable of that name. Needed: a value for it, or ${{?{substitution.Path}}} if it may be missing.");
    }

    private Outcome Inside(Node owner, Func<Outcome> resolve) => WithOwners(_owners.Push(owner), resolve);

    private Outcome Elsewhere(StackView stack) => WithOwners([], () => Resolve(stack));

    private Outcome WithOwners(ImmutableStack<Node> owners, Func<Outcome> resolve)
    {
        var outside = _owners;
        _owners = owners;
        var outcome = resolve();
        _owners = outside;
        return outcome;
    }

    private HoconException Circle(SubstitutionNode substitution)
    {
        var way = _inProgress.OfType<SubstitutionNode>().Distinct().Select(link => $"{link} ({link.Origin})");
        return new HoconException(substitution.Origin, $"{substitution} refers to itself, by way of {string.Join(" -> ", way)}, and there is no earlier value to look back to. Needed: a value somewhere in this circle.");
    }

    /// <param name="objects">The newest first.</param>
    private Outcome Merge(IReadOnlyList<Node> objects)
    {
        // Shared rather than copied: a text of a few lines could otherwise ask for gigabytes of copies.
        if (objects is [ResolvedNode only])
        {
            return new Outcome(only.Value);
        }

        var fields = new OrderedDictionary<string, HoconValue>();
        foreach (var (key, stack) in FieldsOf(objects))
        {
            var outcome = Resolve(new StackView(stack));
            if (outcome.IsCycle)
            {
                return outcome;
            }

            if (outcome.Value is not null)
            {
                fields.Add(key, outcome.Value);
            }
        }

        return new Outcome(Checked(new HoconObject(fields, objects[^1].Origin)));
    }

    private static OrderedDictionary<string, List<Node>> FieldsOf(IReadOnlyList<Node> objects)
    {
        var fields = new OrderedDictionary<string, List<Node>>();
        foreach (var node in objects.Reverse())
        {
            if (node is ObjectNode literal)
            {
                foreach (var (key, stack) in literal.Fields)
                {
                    Field(key).AddRange(stack.Entries);
                }
            }
            else
            {
                foreach (var (key, value) in ((HoconObject)((ResolvedNode)node).Value).Fields)
                {
                    Field(key).Add(new ResolvedNode(value));
                }
            }
        }

        return fields;

        List<Node> Field(string key)
        {
            if (!fields.TryGetValue(key, out var stack))
            {
                stack = [];
                fields.Add(key, stack);
            }

            return stack;
        }
    }

    // What is built counts as well as what results: a short text can ask for many large values that are thrown away again.
    private HoconValue Checked(HoconValue value)
    {
        _built += value switch
        {
            HoconList list => list.Items.Count,
            HoconObject inside => inside.Fields.Count,
            _ => 1,
        };
        if (_built > 2L * _options.MaxValues)
        {
            throw new HoconException(value.Origin, $"resolving the substitutions takes more than {2L * _options.MaxValues} values on the way. Needed: a simpler configuration.");
        }

        if (value.Depth > _options.MaxDepth + 1)
        {
            throw new HoconException(value.Origin, $"substitutions make this value nest deeper than {_options.MaxDepth}. Needed: a flatter configuration.");
        }

        return value.Weight <= _options.MaxValues
            ? value
            : throw new HoconException(value.Origin, $"substitutions make this value hold more than {_options.MaxValues} values. Needed: a smaller configuration.");
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    internal readonly struct Working(List<Node> inProgress) : IDisposable
    {
        public void Dispose() => inProgress.RemoveAt(inProgress.Count - 1);
    }
}
