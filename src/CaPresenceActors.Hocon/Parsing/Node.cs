using System.Collections.Immutable;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>What a text says before substitutions are resolved.</summary>
internal abstract class Node(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    /// <summary>Certain to be something else than an object: it hides whatever was set before it.</summary>
    public virtual bool HidesEarlier => false;
}

/// <summary>A text, number, boolean or null that needs no resolving.</summary>
internal sealed class ScalarNode(HoconScalar value) : Node(value.Origin)
{
    public HoconScalar Value { get; } = value;

    public override bool HidesEarlier => true;
}

/// <summary>A list. Each element is a stack of values, since objects may be concatenated in place.</summary>
internal sealed class ListNode(HoconOrigin origin) : Node(origin)
{
    public List<ValueStack> Elements { get; } = [];

    public override bool HidesEarlier => true;
}

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
/// <param name="origin">Where it is written.</param>
/// <param name="path">As it is written, which is also how the environment is asked.</param>
/// <param name="candidates">Where to look, in order: in an included file first below the place of the include, then in the including configuration.</param>
/// <param name="isOptional">Whether an undefined one disappears instead of being an error.</param>
internal sealed class SubstitutionNode(HoconOrigin origin, HoconPath path, ImmutableArray<HoconPath> candidates, bool isOptional) : Node(origin)
{
    public HoconPath Path { get; } = path;

    public ImmutableArray<HoconPath> Candidates { get; } = candidates;

    public bool IsOptional { get; } = isOptional;

    /// <summary>It is concatenated with an object literal, so that anything but an object is an error.</summary>
    public bool MustBeObject { get; set; }

    public override string ToString() => IsOptional ? $"${{?{Path}}}" : $"${{{Path}}}";
}

/// <summary>Several values side by side, at least one of them a substitution, none of them an object literal (see <see cref="ValueStack"/>).</summary>
internal sealed class ConcatenationNode(HoconOrigin origin, ImmutableArray<Piece> pieces) : Node(origin)
{
    public ImmutableArray<Piece> Pieces { get; } = pieces;

    /// <summary>Certain to be a text or a list.</summary>
    public bool IsNotObject => Pieces.Any(piece => piece.Value is not SubstitutionNode);
}

/// <summary>One part of a concatenation, with the white space between it and the part before.</summary>
internal readonly record struct Piece(string SpaceBefore, Node Value);

/// <summary><c>+=</c>: the list that stands below in the stack, with one more element.</summary>
internal sealed class AppendNode(HoconOrigin origin, ValueStack element) : Node(origin)
{
    public ValueStack Element { get; } = element;
}

/// <summary>A value that is resolved already and takes part in a merge.</summary>
internal sealed class ResolvedNode(HoconValue value) : Node(value.Origin)
{
    public HoconValue Value { get; } = value;

    public override bool HidesEarlier => Value is not HoconObject;
}
