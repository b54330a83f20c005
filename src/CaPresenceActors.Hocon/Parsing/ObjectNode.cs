namespace CaPresenceActors.Hocon.Parsing;

/// <summary>An object as written, with everything that was merged into it before resolving.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : Node(origin)
{
    private readonly OrderedDictionary<string, ValueStack> _fields = [];

    public IReadOnlyDictionary<string, ValueStack> Fields => _fields;

    public void Merge(ObjectNode newer)
    {
        foreach (var (key, values) in newer._fields)
        {
            Field(key).Push(values);
        }
    }

    /// <summary>Gives a value to a path; the objects on the way are made where they are missing.</summary>
    public void Put(ReadOnlySpan<string> path, ValueStack values)
    {
        if (path.Length == 1)
        {
            Field(path[0]).Push(values);
            return;
        }

        var inside = new ObjectNode(values.Entries[0].Origin);
        inside.Put(path[1..], values);
        Field(path[0]).Push(inside);
    }

    private ValueStack Field(string key)
    {
        if (!_fields.TryGetValue(key, out var values))
        {
            values = new ValueStack();
            _fields.Add(key, values);
        }

        return values;
    }
}
