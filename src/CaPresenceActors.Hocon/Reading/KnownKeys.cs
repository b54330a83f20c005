namespace CaPresenceActors.Hocon.Reading;

/// <summary>The tree of settings that mean something: those of the reference configuration, and those that were asked for.</summary>
internal sealed class KnownKeys
{
    private readonly Dictionary<string, KnownKeys> _children = [];

    /// <summary>The keys below are free, as in a list of users by name.</summary>
    public bool IsOpen => _children.Count == 0;

    public IEnumerable<string> Keys => _children.Keys;

    public KnownKeys? this[string key] => _children.GetValueOrDefault(key);

    public KnownKeys Add(string key)
    {
        if (!_children.TryGetValue(key, out var child))
        {
            child = new KnownKeys();
            _children.Add(key, child);
        }

        return child;
    }

    public KnownKeys Add(IEnumerable<string> path) => path.Aggregate(this, (keys, key) => keys.Add(key));

    public void AddAll(HoconObject reference)
    {
        foreach (var (key, value) in reference.Fields)
        {
            var child = Add(key);
            if (value is HoconObject inside)
            {
                child.AddAll(inside);
            }
        }
    }

    /// <summary>All paths, each as its elements.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths() =>
        _children.SelectMany(child => child.Value.Paths().Select(rest => (IReadOnlyList<string>)[child.Key, .. rest]).Prepend([child.Key]));
}
