using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CaPresenceActors.Hocon;

/// <summary>A resolved value: no substitution is left in it, and it knows where it was written. A scalar, a list or an object. Immutable.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    public HoconOrigin Origin { get; }

    /// <summary>How many values this one has inside, itself included. Shared parts count each time, as whoever walks the tree meets them each time.</summary>
    internal abstract long Weight { get; }

    /// <summary>How deep it nests: 1 for a scalar.</summary>
    internal abstract int Depth { get; }

    /// <summary>What kind of value it is, for an error text. Never its content, which may be a secret.</summary>
    internal abstract string Description { get; }
}

/// <summary>What a <see cref="HoconScalar"/> was written as. Reading converts between them: <c>"80"</c> is as good a port as <c>80</c>.</summary>
public enum HoconScalarKind
{
    Null,
    Boolean,
    Number,
    Text,
}

/// <summary>A text, number, boolean or null.</summary>
public sealed class HoconScalar : HoconValue
{
    internal HoconScalar(HoconScalarKind kind, string text, HoconOrigin origin)
        : base(origin)
    {
        Kind = kind;
        Text = text;
    }

    public HoconScalarKind Kind { get; }

    /// <summary>The value as it was written, without quotes. Numbers keep their form: <c>007</c> and <c>1e5</c> stay what they are.</summary>
    public string Text { get; }

    public override string ToString() => Text;

    internal override long Weight => 1;

    internal override int Depth => 1;

    internal override string Description => Kind switch
    {
        HoconScalarKind.Null => "null",
        HoconScalarKind.Boolean => "a boolean",
        HoconScalarKind.Number => "a number",
        _ => "a text",
    };
}

/// <summary>A list of values.</summary>
public sealed class HoconList : HoconValue
{
    internal HoconList(IReadOnlyList<HoconValue> items, HoconOrigin origin)
        : base(origin)
    {
        Items = items;
        Weight = 1 + items.Sum(item => item.Weight);
        Depth = 1 + items.Select(item => item.Depth).DefaultIfEmpty(0).Max();
    }

    public IReadOnlyList<HoconValue> Items { get; }

    internal override long Weight { get; }

    internal override int Depth { get; }

    internal override string Description => "a list";

    /// <summary>
    /// The value as a list, where it is one or can stand for one: an object with numeric keys counts as the list of its values in the order of
    /// those numbers. Gaps close, other keys are left out.
    /// </summary>
    public static bool TryFrom(HoconValue value, [NotNullWhen(true)] out HoconList? list)
    {
        list = value switch
        {
            HoconList already => already,
            HoconObject indexed => FromIndexes(indexed),
            _ => null,
        };
        return list is not null;
    }

    private static HoconList? FromIndexes(HoconObject indexed)
    {
        var items = indexed.Fields
            .Select(field => (IsIndex: int.TryParse(field.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index), Index: index, field.Value))
            .Where(field => field.IsIndex)
            .OrderBy(field => field.Index)
            .Select(field => field.Value)
            .ToList();
        return items.Count == 0 ? null : new HoconList(items, indexed.Origin);
    }
}

/// <summary>Named values, in the order in which their names first occurred. Names are case-sensitive.</summary>
public sealed class HoconObject : HoconValue
{
    internal HoconObject(OrderedDictionary<string, HoconValue> fields, HoconOrigin origin)
        : base(origin)
    {
        Fields = fields;
        Weight = 1 + fields.Values.Sum(field => field.Weight);
        Depth = 1 + fields.Values.Select(field => field.Depth).DefaultIfEmpty(0).Max();
    }

    public IReadOnlyDictionary<string, HoconValue> Fields { get; }

    internal override long Weight { get; }

    internal override int Depth { get; }

    internal override string Description => "an object";

    /// <summary>The value at a path below this object, or null where there is none. (A HOCON null is a value, of kind <see cref="HoconScalarKind.Null"/>.)</summary>
    public HoconValue? Find(HoconPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        HoconValue? found = this;
        foreach (var element in path.Elements)
        {
            found = (found as HoconObject)?.Fields.GetValueOrDefault(element);
        }

        return found;
    }
}
