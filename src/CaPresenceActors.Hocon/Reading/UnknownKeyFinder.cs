namespace CaPresenceActors.Hocon.Reading;

/// <summary>Finds settings that nobody reads, which are usually misspelt ones.</summary>
internal sealed class UnknownKeyFinder(KnownKeys known)
{
    public IEnumerable<ConfigProblem> In(HoconObject root) => In(root, known, "");

    private IEnumerable<ConfigProblem> In(HoconObject inside, KnownKeys keys, string path)
    {
        foreach (var (key, value) in inside.Fields)
        {
            var below = ShownPath.Below(path, key);
            var problems = keys[key] is { } child
                ? Below(value, child, below)
                : [new ConfigProblem(below, value.Origin, $"is not a setting.{DidYouMean(key, keys, path)}")];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<ConfigProblem> Below(HoconValue value, KnownKeys keys, string path)
    {
        if (keys.IsOpen)
        {
            return [];
        }

        if (keys[ShownPath.Index(0)] is not null && HoconList.TryFrom(value, out var list))
        {
            return list.Items.SelectMany((item, index) => keys[ShownPath.Index(index)] is { } child ? Below(item, child, path + ShownPath.Index(index)) : []);
        }

        return value is HoconObject inside ? In(inside, keys, path) : [];
    }

    // A misspelt sibling first; then a setting of the same name in another place.
    private string DidYouMean(string key, KnownKeys siblings, string parent)
    {
        var meant = Suggestion.For(key, siblings.Keys) is { } sibling
            ? ShownPath.Below(parent, sibling)
            : known.Paths().Where(path => path[^1] == key).Select(path => path.Aggregate("", ShownPath.Below)).FirstOrDefault();
        return meant is null ? "" : $" Did you mean {meant}?";
    }
}
