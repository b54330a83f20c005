using System.Collections.Immutable;
using System.Text;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon.Resolving;

/// <summary>One resolved part of a concatenation; no value where an optional substitution is undefined.</summary>
internal readonly record struct Part(string SpaceBefore, HoconValue? Value, Node Written);

/// <summary>What parts side by side come to. Null stands for nothing at all.</summary>
internal abstract record Concatenated;

/// <summary>Objects to be merged, the newest first.</summary>
internal sealed record ConcatenatedObjects(ImmutableArray<Node> Objects) : Concatenated;

/// <summary>A value that needs no merging.</summary>
internal sealed record ConcatenatedValue(HoconValue Value) : Concatenated;

/// <summary>Joins resolved values: texts to a text, lists to a list, objects to an object, and never one kind with another.</summary>
internal sealed class Concatenator(HoconOptions options)
{
    private long _built;

    public Concatenated? Join(ImmutableArray<Part> parts, HoconOrigin origin)
    {
        var values = parts.Where(part => part.Value is not null).ToList();

        // What stands alone because everything beside it is undefined keeps its type. Space beside it makes it a text.
        if (values.Count <= 1 && parts.All(part => part.SpaceBefore.Length == 0))
        {
            return values is [var only] ? new ConcatenatedValue(only.Value!) : null;
        }

        if (values.Exists(part => part.Value is HoconList))
        {
            return new ConcatenatedValue(new HoconList([.. values.SelectMany(part => ItemsOf(part).Items)], origin));
        }

        return values.Exists(part => part.Value is HoconObject)
            ? new ConcatenatedObjects([.. values.Select(AsObject).Reverse()])
            : new ConcatenatedValue(Text(parts, origin));
    }

    private static HoconList ItemsOf(Part part) =>
        HoconList.TryFrom(part.Value!, out var list) ? list : throw Mixed(part, "a list");

    private static ResolvedNode AsObject(Part part) =>
        part.Value is HoconObject ? new ResolvedNode(part.Value) : throw Mixed(part, "an object");

    private static HoconException Mixed(Part part, string neighbour) =>
        new(part.Written.Origin, $"found {part.Value!.Description}{Named(part)} side by side with {neighbour}. Needed: values of one kind.");

    private static string Named(Part part) => part.Written is SubstitutionNode substitution ? $" (the value of {substitution})" : "";

    private HoconScalar Text(ImmutableArray<Part> parts, HoconOrigin origin)
    {
        var text = new StringBuilder();
        foreach (var (space, value, written) in parts)
        {
            var added = (value as HoconScalar)?.Text ?? "";
            _built += space.Length + added.Length;
            if (_built > options.MaxText)
            {
                throw new HoconException(written.Origin, $"substitutions build longer texts than {options.MaxText} characters in all. Needed: shorter ones.");
            }

            text.Append(space).Append(added);
        }

        return new HoconScalar(HoconScalarKind.Text, text.ToString(), origin);
    }
}
